#include <adapters/http/replies.hpp>

#include <utility>

#include <sync/domain/position.hpp>

#include <adapters/http/problem.hpp>
#include <adapters/json/raw.hpp>

namespace http {

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
  const std::string version(json::raw_member(state, "version"));
  Response response = json_response(status, std::move(state));
  if (!version.empty()) response.headers.emplace_back("ETag", '"' + version + '"');
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

Response write_reply(const sync::Outcome& outcome, int status, const Render& render) {
  if (outcome.refusal) return problem(*outcome.refusal);
  const std::string_view state = outcome.event ? json::raw_member(outcome.event->payload, "after")
                                               : std::string_view(outcome.reply);
  Response response = render ? json_response(status, render(state, outcome))
                             : state_response(status, std::string(state));
  response.headers.emplace_back("Cleave-Position", sync::to_text(outcome.position));
  return response;
}

}  // namespace http
