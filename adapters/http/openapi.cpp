#include <adapters/http/openapi.hpp>

#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/http/replies.hpp>
#include <adapters/json/write.hpp>

namespace http {
namespace {

// An object or array under construction; values are JSON already.
class Object {
 public:
  Object& raw(std::string_view name, std::string_view json) {
    text_ += text_.size() == 1 ? "" : ",";
    json::write_text(text_, name);
    text_ += ':';
    text_ += json;
    return *this;
  }
  Object& text(std::string_view name, std::string_view value) {
    return raw(name, json::written(value));
  }
  std::string done() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

std::string array(const std::vector<std::string>& elements) {
  std::string text = "[";
  for (const std::string& element : elements) text += (text.size() == 1 ? "" : ",") + element;
  return text + "]";
}

std::string reference(std::string_view kind, std::string_view name) {
  const std::string pointer = "#/components/" + std::string(kind) + "/" + std::string(name);
  return Object().text("$ref", pointer).done();
}

std::string content(const std::string& type, const std::string& schema) {
  const std::string described =
      schema.empty() ? R"({"type":"string"})" : reference("schemas", schema);
  return Object().raw(type, Object().raw("schema", described).done()).done();
}

std::string parameter(std::string_view name, std::string_view in, bool required,
                      std::string_view description, std::string_view schema) {
  return Object()
      .text("name", name)
      .text("in", in)
      .raw("required", required ? "true" : "false")
      .text("description", description)
      .raw("schema", schema)
      .done();
}

constexpr std::string_view problem_schema = R"({"type":"object",
"description":"Why a request was refused (RFC 9457).",
"required":["type","title","status","detail","code"],
"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
"detail":{"type":"string","description":"One sentence for a person."},
"code":{"type":"string","description":"Stable and machine-readable: <module>.<phrase>."},
"errors":{"type":"array","items":{"type":"object","required":["pointer","code","detail"],
"properties":{"pointer":{"type":"string","description":"A JSON pointer into the request's body."},
"code":{"type":"string"},"detail":{"type":"string"}}}},
"request_id":{"type":"string"}}})";

// Each answer that is the same for every route which can give it: status, name, description.
struct Common {
  const char* name;
  const char* description;
};

const std::map<int, Common>& common_problems() {
  static const std::map<int, Common> problems = {
      {400, {"BadRequest", "The request cannot be read: malformed, or with something unknown."}},
      {401, {"Unauthorized", "There is no valid API key."}},
      {403, {"Forbidden", "The API key lacks the scope."}},
      {404, {"NotFound", "There is no such thing."}},
      {406, {"NotAcceptable", "The answer would be of a type that Accept shuts out."}},
      {409, {"Conflict", "The state of things speaks against it."}},
      {410, {"Gone", "It was there once and will not come back."}},
      {412, {"PreconditionFailed", "The version that If-Match names is not the current one."}},
      {413, {"ContentTooLarge", "The body is too large."}},
      {415, {"UnsupportedMediaType", "The body is not application/json."}},
      {422, {"Unprocessable", "The request is readable, but against a rule."}},
      {500, {"Failed", "A mistake of ours; nothing took effect."}},
      {503, {"Unavailable", "Not now; ask again after the time that Retry-After names."}},
  };
  return problems;
}

std::vector<int> problems_of(const Route& route) {
  std::vector<int> statuses = {400, 406, 500, 503};
  if (route.access.key_needed) statuses.push_back(401);
  if (!route.access.scope.empty()) statuses.push_back(403);
  if (route.pattern.find('{') != std::string::npos) statuses.push_back(404);
  if (route.body != Body::none) statuses.insert(statuses.end(), {413, 415, 422});
  if (route.talk.idempotency_key) statuses.push_back(422);
  if (route.talk.if_match) statuses.push_back(412);
  if (route.talk.wait_for) statuses.insert(statuses.end(), {409, 410, 422});
  statuses.insert(statuses.end(), route.problems.begin(), route.problems.end());
  return statuses;
}

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
  if (route.talk.idempotency_key) all.push_back(reference("parameters", "IdempotencyKey"));
  if (route.talk.if_match) all.push_back(reference("parameters", "IfMatch"));
  if (route.talk.wait_for) all.push_back(reference("parameters", "WaitFor"));
  return array(all);
}

std::string success_of(const Route& route) {
  Object headers;
  headers.raw("X-Request-Id", reference("headers", "RequestId"));
  if (route.talk.idempotency_key) headers.raw("Cleave-Position", reference("headers", "Position"));
  return Object()
      .text("description", route.answer.description)
      .raw("headers", headers.done())
      .raw("content", content(route.answer.content_type, route.answer.schema))
      .done();
}

std::string responses_of(const Route& route) {
  std::map<int, std::string> all;
  for (const int status : problems_of(route))
    all[status] = reference("responses", common_problems().at(status).name);
  all[route.answer.status] = success_of(route);
  Object responses;
  for (const auto& [status, json] : all) responses.raw(std::to_string(status), json);
  return responses.done();
}

std::string operation(const Route& route) {
  Object operation;
  operation.text("operationId", route.operation_id)
      .raw("tags", array({json::written(route.tag)}))
      .text("summary", route.summary)
      .text("description", route.description.empty() ? route.summary : route.description)
      .raw("parameters", parameters_of(route));
  if (route.body != Body::none)
    operation.raw("requestBody", Object()
                                     .raw("required", route.body == Body::required ? "true"
                                                                                   : "false")
                                     .raw("content", content("application/json", route.body_schema))
                                     .done());
  if (!route.access.key_needed) operation.raw("security", "[]");
  if (!route.access.scope.empty()) operation.text("x-scope", route.access.scope);
  return operation.raw("responses", responses_of(route)).done();
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
      .raw("IdempotencyKey",
           parameter("Idempotency-Key", "header", false,
                     "The same key with the same request takes effect once, and is answered the "
                     "same each time, for at least 24 hours.",
                     R"({"type":"string","minLength":1,"maxLength":255})"))
      .raw("IfMatch", parameter("If-Match", "header", false,
                                "The ETag of the version that is to be changed.", text))
      .raw("WaitFor", parameter("Cleave-Wait-For", "header", false,
                                "Positions that earlier writes answered in Cleave-Position, "
                                "separated by commas: the answer will have seen them.",
                                text))
      .done();
}

std::string components(const RouteTable& table) {
  Object schemas;
  schemas.raw("Problem", problem_schema);
  for (const Schema& schema : table.schemas) schemas.raw(schema.name, schema.json);
  std::map<int, bool> used;
  for (const Route& route : table.routes) {
    for (const int status : problems_of(route)) used[status] = true;
  }
  Object responses;
  for (const auto& [status, ignored] : used) {
    const Common& common = common_problems().at(status);
    responses.raw(common.name, Object()
                                   .text("description", common.description)
                                   .raw("content", content("application/problem+json", "Problem"))
                                   .done());
  }
  const auto header = [](std::string_view description) {
    return Object().text("description", description).raw("schema", R"({"type":"string"})").done();
  };
  return Object()
      .raw("securitySchemes",
           R"({"key":{"type":"http","scheme":"bearer","description":"An API key: clv_..."}})")
      .raw("schemas", schemas.done())
      .raw("responses", responses.done())
      .raw("parameters", common_parameters())
      .raw("headers", Object()
                          .raw("RequestId", header("The name of the request."))
                          .raw("Position", header("Where the write stands in its module's log."))
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
