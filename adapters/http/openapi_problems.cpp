#include <adapters/http/openapi_problems.hpp>

#include <algorithm>
#include <map>
#include <set>

#include <adapters/http/openapi_json.hpp>
#include <adapters/http/problem.hpp>

namespace http::openapi {
namespace {

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
      {428, {"PreconditionRequired", "If-Match must name the version that is to be changed."}},
      {429, {"TooManyRequests", "Too often, or too much at once, for one key or one address."}},
      {500, {"Failed", "A mistake of ours; nothing took effect."}},
      {503, {"Unavailable", "Not now; ask again after the time that Retry-After names."}},
  };
  return problems;
}

std::vector<int> problems_of(const Route& route) {
  std::vector<int> statuses = {400, 406, 429, 500, 503};
  if (route.access.key_needed) statuses.push_back(401);
  if (!route.access.scopes.empty()) statuses.push_back(403);
  if (route.pattern.find('{') != std::string::npos) statuses.push_back(404);
  if (route.body != Body::none) statuses.insert(statuses.end(), {413, 415, 422});
  if (route.talk.idempotency_key) statuses.push_back(422);
  if (route.talk.if_match) statuses.push_back(412);
  if (route.talk.version_required) statuses.push_back(428);
  if (route.talk.wait_for) statuses.insert(statuses.end(), {409, 410, 422});
  statuses.insert(statuses.end(), route.problems.begin(), route.problems.end());
  for (const shared::Error& refusal : route.refusals) statuses.push_back(status_of(refusal.kind));
  return statuses;
}

std::string problem_content(const std::string& examples = "") {
  Object media;
  media.raw("schema", reference("schemas", "Problem"));
  if (!examples.empty()) media.raw("examples", examples);
  return Object().raw("application/problem+json", media.done()).done();
}

// A response that shows how the route's own refusals of this status look.
std::string response_with_examples(const Route& route, int status) {
  Object examples;
  for (const shared::Error& refusal : route.refusals) {
    if (status_of(refusal.kind) != status) continue;
    examples.raw(refusal.code, Object().raw("value", problem(refusal).body).done());
  }
  return Object()
      .text("description", common_problems().at(status).description)
      .raw("content", problem_content(examples.done()))
      .done();
}

bool has_examples(const Route& route, int status) {
  return std::ranges::any_of(route.refusals, [&](const shared::Error& refusal) {
    return status_of(refusal.kind) == status;
  });
}

}  // namespace

std::map<int, std::string> problems(const Route& route) {
  std::map<int, std::string> all;
  for (const int status : problems_of(route)) {
    all[status] = has_examples(route, status)
                      ? response_with_examples(route, status)
                      : reference("responses", common_problems().at(status).name);
  }
  return all;
}

std::string common_responses(const RouteTable& table) {
  std::set<int> used;
  for (const Route& route : table.routes) {
    for (const int status : problems_of(route)) {
      if (!has_examples(route, status)) used.insert(status);
    }
  }
  Object responses;
  for (const int status : used) {
    const Common& common = common_problems().at(status);
    responses.raw(
        common.name,
        Object().text("description", common.description).raw("content", problem_content()).done());
  }
  return responses.done();
}

}  // namespace http::openapi
