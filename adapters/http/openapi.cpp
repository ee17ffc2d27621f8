#include <adapters/http/openapi.hpp>

#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/http/openapi_json.hpp>
#include <adapters/http/openapi_problems.hpp>
#include <adapters/http/replies.hpp>

namespace http {
namespace {

using openapi::array;
using openapi::content;
using openapi::Object;
using openapi::parameter;
using openapi::reference;

std::string parameters_of(const Route& route) {
  std::vector<std::string> all;
  for (std::size_t begin = 0; (begin = route.pattern.find('{', begin)) != std::string::npos;) {
    const std::size_t end = route.pattern.find('}', begin);
    const std::string name = route.pattern.substr(begin + 1, end - begin - 1);
    all.push_back(parameter(name, "path", true, "The " + name + ".", R"({"type":"string"})"));
    begin = end;
  }
  for (const Parameter& query : route.query)
    all.push_back(parameter(query.name, "query", false, query.description, query.schema));
  all.push_back(reference("parameters", "RequestId"));
  all.push_back(reference("parameters", "Traceparent"));
  if (route.talk.idempotency_key)
    all.push_back(reference("parameters", route.talk.key_required ? "RequiredIdempotencyKey"
                                                                  : "IdempotencyKey"));
  if (route.talk.if_match)
    all.push_back(reference("parameters", route.talk.version_required ? "RequiredIfMatch"
                                                                      : "IfMatch"));
  if (route.talk.wait_for) all.push_back(reference("parameters", "WaitFor"));
  if (route.talk.last_event_id) all.push_back(reference("parameters", "LastEventId"));
  return array(all);
}

std::string success_of(const Route& route) {
  Object headers;
  headers.raw("X-Request-Id", reference("headers", "RequestId"));
  if (route.talk.idempotency_key) headers.raw("Cleave-Position", reference("headers", "Position"));
  if (route.method != "GET") headers.raw("ETag", reference("headers", "ETag"));
  if (!route.creates_in().empty()) headers.raw("Location", reference("headers", "Location"));
  return Object()
      .text("description", route.answer.description)
      .raw("headers", headers.done())
      .raw("content", content(route.answer.content_type, route.answer.schema))
      .done();
}

std::string responses_of(const Route& route) {
  std::map<int, std::string> all = openapi::problems(route);
  all[route.answer.status] = success_of(route);
  Object responses;
  for (const auto& [status, json] : all) responses.raw(std::to_string(status), json);
  return responses.done();
}

// As OAuth lists them: with a space between.
std::string scopes_of(const Route& route) {
  std::string text;
  for (const std::string& scope : route.access.scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

// A write that takes no Idempotency-Key says so: whoever sends one relies on it.
std::string description_of(const Route& route) {
  std::string text = route.description.empty() ? route.summary + '.' : route.description;
  if (route.method != "GET" && !route.talk.idempotency_key)
    text += " It takes no Idempotency-Key, and refuses one: http.idempotency_key_unsupported.";
  return text;
}

std::string operation(const Route& route) {
  Object operation;
  operation.text("operationId", route.operation_id)
      .raw("tags", array({json::written(route.tag)}))
      .text("summary", route.summary)
      .text("description", description_of(route))
      .raw("parameters", parameters_of(route));
  if (route.body != Body::none)
    operation.raw("requestBody", Object()
                                     .raw("required", route.body == Body::required ? "true"
                                                                                   : "false")
                                     .raw("content", content("application/json", route.body_schema))
                                     .done());
  if (!route.access.key_needed) operation.raw("security", "[]");
  if (!route.access.scopes.empty()) operation.text("x-scope", scopes_of(route));
  return operation.raw("responses", responses_of(route)).done();
}

std::string idempotency_key(bool required) {
  return parameter("Idempotency-Key", "header", required,
                   "The same key with the same request takes effect once, and is answered the "
                   "same each time, for at least 24 hours.",
                   R"({"type":"string","minLength":1,"maxLength":255})");
}

std::string if_match(bool required) {
  return parameter("If-Match", "header", required, "The ETag of the version that is to be changed.",
                   R"({"type":"string"})");
}

std::string common_parameters() {
  const std::string text = R"({"type":"string"})";
  return Object()
      .raw("RequestId", parameter("X-Request-Id", "header", false,
                                  "A name for this request, echoed in the answer; letters, digits "
                                  "and -_.: only.",
                                  R"({"type":"string","maxLength":128})"))
      .raw("Traceparent", parameter("traceparent", "header", false,
                                    "W3C trace context; the events that this causes carry it.",
                                    text))
      .raw("IdempotencyKey", idempotency_key(false))
      .raw("RequiredIdempotencyKey", idempotency_key(true))
      .raw("IfMatch", if_match(false))
      .raw("RequiredIfMatch", if_match(true))
      .raw("WaitFor", parameter("Cleave-Wait-For", "header", false,
                                "Positions that earlier writes answered in Cleave-Position, "
                                "separated by commas: the answer will have seen them.",
                                text))
      .raw("LastEventId", parameter("Last-Event-ID", "header", false,
                                    "The `id` of the last event that was seen: what follows it is "
                                    "sent, each event once.",
                                    text))
      .done();
}

std::string components(const RouteTable& table) {
  Object schemas;
  schemas.raw("Problem", openapi::problem_schema);
  for (const Schema& schema : table.schemas) schemas.raw(schema.name, schema.json);
  const auto header = [](std::string_view description) {
    return Object().text("description", description).raw("schema", R"({"type":"string"})").done();
  };
  return Object()
      .raw("securitySchemes",
           R"({"key":{"type":"http","scheme":"bearer","description":"An API key: clv_..."}})")
      .raw("schemas", schemas.done())
      .raw("responses", openapi::common_responses(table))
      .raw("parameters", common_parameters())
      .raw("headers", Object()
                          .raw("RequestId", header("The name of the request."))
                          .raw("Position", header("Where the write stands in its module's log."))
                          .raw("ETag", header("The version after it, where it is one thing."))
                          .raw("Location", header("The path of what was created."))
                          .done())
      .done();
}

}  // namespace

std::string openapi_document(const RouteTable& table, const std::string& version) {
  std::map<std::string, Object> paths;
  for (const Route& route : table.routes) {
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    paths[route.pattern].raw(method, operation(route));
  }
  Object by_path;
  for (const auto& [pattern, operations] : paths) by_path.raw(pattern, operations.done());
  std::vector<std::string> tags;
  for (const Tag& tag : table.tags)
    tags.push_back(Object().text("name", tag.name).text("description", tag.description).done());
  return Object()
      .text("openapi", "3.1.0")
      .raw("info",
           Object()
               .text("title", "Cleave")
               .text("version", version)
               .text("description",
                     "Users and billing, kept in step without sharing a database. A write answers "
                     "with its position in Cleave-Position; a read that carries it in "
                     "Cleave-Wait-For has seen that write.")
               .raw("contact", R"({"name":"Cleave"})")
               .raw("license", R"({"name":"Apache-2.0","identifier":"Apache-2.0"})")
               .done())
      .raw("servers", R"([{"url":"/","description":"This server."}])")
      .raw("security", R"([{"key":[]}])")
      .raw("tags", array(tags))
      .raw("paths", by_path.done())
      .raw("components", components(table))
      .done();
}

RouteTable with_openapi(RouteTable table, const std::string& version) {
  auto document = std::make_shared<std::string>();
  Route route;
  route.method = "GET";
  route.pattern = "/openapi.json";
  route.operation_id = "getOpenapi";
  route.tag = "operations";
  route.summary = "This document";
  route.access = Access::any_key();
  route.answer = {200, "The OpenAPI document.", "OpenApi"};
  route.handle = [document](const Call&, Reply reply) { reply(json_response(200, *document)); };
  table.routes.push_back(std::move(route));
  table.schemas.push_back({"OpenApi", R"({"type":"object","description":"OpenAPI 3.1."})"});
  *document = openapi_document(table, version);
  return table;
}

}  // namespace http
