#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <webhook/domain/webhook_errors.hpp>

#include <adapters/http/handlers.hpp>
#include <adapters/http/webhook/webhook_routes.hpp>

// What this module's routes have in common: how they are described, and how their calls are read.
namespace http {

// A route that reads, under webhooks:read.
inline Route webhook_read(std::string pattern, std::string operation_id, std::string summary) {
  Route made;
  made.method = "GET";
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = "webhooks";
  made.summary = std::move(summary);
  made.access = Access::scoped("webhooks:read");
  made.talk.wait_for = true;
  return made;
}

// A route that changes something, under webhooks:write. It takes Idempotency-Key.
inline Route webhook_write(std::string method, std::string pattern, std::string operation_id,
                           std::string summary) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = "webhooks";
  made.summary = std::move(summary);
  made.access = Access::scoped("webhooks:write");
  made.talk.idempotency_key = true;
  made.answer = {200, "The endpoint after the change.", "WebhookEndpoint"};
  return made;
}

// A state of ours with one more member at its end.
inline std::string with_member(std::string_view state, std::string_view name,
                               std::string_view json) {
  std::string body(state.substr(0, state.size() - 1));
  body += ",\"";
  body += name;
  body += "\":";
  body += json;
  return body += '}';
}

// Everything of one component, and one more member.
enum class Presence { required, optional };
inline std::string schema_with_member(std::string_view component, std::string_view name,
                                      std::string_view schema,
                                      Presence presence = Presence::required) {
  const auto quoted = '"' + std::string(name) + '"';
  return R"({"allOf":[{"$ref":"#/components/schemas/)" + std::string(component) +
         R"("},{"type":"object",)" +
         (presence == Presence::required ? R"("required":[)" + quoted + "]," : "") +
         R"("properties":{)" + quoted + ':' + std::string(schema) + "}}]}";
}

}  // namespace http
