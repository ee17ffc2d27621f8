#include <adapters/http/replies.hpp>

#include <utility>

#include <sync/domain/position.hpp>

#include <adapters/http/problem.hpp>
#include <adapters/json/raw.hpp>

namespace http {

namespace {

// Of a state, however its body is shown.
Fields headers_of(std::string_view state) {
  const auto version = json::raw_member(state, "version");
  if (version.empty()) return {};
  return {{"ETag", '"' + std::string(version) + '"'}};
}

}  // namespace

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response stream_response(std::string content_type, std::shared_ptr<BodyReader> body) {
  Response response;
  response.content_type = std::move(content_type);
  response.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  response.stream = std::move(body);
  return response;
}

Response state_response(int status, std::string state) {
  Fields headers = headers_of(state);
  Response response = json_response(status, std::move(state));
  response.headers = std::move(headers);
  return response;
}

std::string list_body(const std::vector<std::string>& elements, bool has_more) {
  std::string body = R"({"data":[)";
  for (const std::string& element : elements) {
    if (body.back() != '[') body += ',';
    body += element;
  }
  return body += has_more ? R"(],"has_more":true})" : R"(],"has_more":false})";
}

Response write_reply(const sync::Outcome& outcome, int status, const Render& render,
                     std::string_view created_in) {
  if (outcome.refusal) return problem(*outcome.refusal);
  const std::string_view state = outcome.event ? json::raw_member(outcome.event->payload, "after")
                                               : std::string_view(outcome.reply);
  Response response = json_response(status, render ? render(state, outcome) : std::string(state));
  response.headers = headers_of(state);
  const auto id = json::raw_member(state, "id");  // with its quotes, and nothing to escape
  if (!created_in.empty() && id.size() > 2) {
    response.headers.emplace_back(
        "Location", std::string(created_in) + '/' + std::string(id.substr(1, id.size() - 2)));
  }
  response.headers.emplace_back("Cleave-Position", sync::to_text(outcome.position));
  return response;
}

}  // namespace http
