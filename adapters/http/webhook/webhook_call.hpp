#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <shared/domain/result.hpp>
#include <webhook/domain/webhook_errors.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/webhook/webhook_routes.hpp>
#include <adapters/http/writes.hpp>

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

// A change of one endpoint: its id, and the version it is to be made on.
struct EndpointTarget {
  webhook::EndpointId id;
  std::optional<std::int64_t> version;
};
inline shared::Result<EndpointTarget> endpoint_target(const Call& call) {
  const auto id = webhook::EndpointId::parse(call.at("id"));
  if (!id) return shared::refuse(webhook::errors::endpoint_not_found());
  const auto version = expected_version(call.request);
  if (!version) return shared::refuse(version.error());
  return EndpointTarget{*id, *version};
}

// A handler that makes the use case's command of the call and submits it.
//   to_command   shared::Result<UseCase::Command>(const WebhookRoutePorts&, const Call&)
template <class UseCase, class ToCommand>
auto submitting(const WebhookPortsPtr& ports, UseCase webhook::WebhookModule::*use_case,
                ToCommand to_command) {
  return [ports, use_case, to_command](const Call& call, Reply reply) {
    shared::Result<typename UseCase::Command> command = to_command(*ports, call);
    if (!command) return reply(problem(command.error(), call.request_id));
    submit(ports->queue, ports->module.*use_case, std::move(*command), call, std::move(reply));
  };
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
inline std::string schema_with_member(std::string_view component, std::string_view name,
                                      std::string_view schema) {
  return R"({"allOf":[{"$ref":"#/components/schemas/)" + std::string(component) +
         R"("},{"type":"object","required":[")" + std::string(name) + R"("],"properties":{")" +
         std::string(name) + R"(":)" + std::string(schema) + "}}]}";
}

}  // namespace http
