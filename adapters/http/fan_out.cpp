#include <adapters/http/fan_out.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <exception>
#include <iterator>
#include <memory>
#include <utility>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/json/write.hpp>

namespace http {

bool is_away(const Response& response) {
  if (response.status != 503) return false;
  return std::ranges::any_of(
      std::array{"http.module_unavailable", "http.module_silent", "http.no_lead",
                 "http.store_unavailable"},
      [&](const char* code) {
        return response.body.contains(R"("code":")" + std::string(code) + '"');
      });
}

namespace {

std::string with_partial(std::string body, const std::vector<std::string>& missed) {
  if (missed.empty()) return body;
  body.pop_back();
  body += R"(,"partial":[)";
  for (const auto& module : missed) {
    if (body.back() != '[') body += ',';
    body += json::written(module);
  }
  return body += "]}";
}

}  // namespace

// The answers on their way; the last one to come makes one of them.
struct FanOut::Asking {
  Request request;
  std::vector<ModuleAnswer> asked;
  std::atomic<std::size_t> missing = 0;
  Reply reply;

  void came(std::size_t at, Response response, const Join& join) {
    asked[at].response = std::move(response);
    if (--missing > 0) return;
    try {
      reply(joined(join));
    } catch (const std::exception&) {  // an answer of another form: another version
      reply(problem(errors::question_unknown()));
    }
  }

  Response joined(const Join& join) {
    std::vector<ModuleAnswer> answered;
    std::vector<std::string> missed;
    const auto refused = std::ranges::find_if(asked, [](const ModuleAnswer& one) {
      return one.response.status != 200 && !is_away(one.response);
    });
    if (refused != asked.end()) return std::move(refused->response);
    for (auto& one : asked) {
      if (one.response.status == 200) {
        answered.push_back(std::move(one));
      } else {
        missed.push_back(one.module);
      }
    }
    if (answered.empty()) return std::move(asked.front().response);
    auto [body, unread] = join(request, answered);
    if (unread.size() == answered.size()) return problem(errors::question_unknown());
    std::ranges::move(unread, std::back_inserter(missed));
    auto response = json_response(200, with_partial(std::move(body), missed));
    for (auto& header : answered.front().response.headers) {
      if (header.first == "X-Request-Id") response.headers.push_back(std::move(header));
    }
    return response;
  }
};

void FanOut::handle(Request request, Reply reply) {
  std::vector<std::pair<Handler*, Request>> questions;
  const auto asking = std::make_shared<Asking>();
  for (const auto& [name, handler] : modules_) {
    Request share = request;
    if (share_ && !share_(name, share)) continue;
    questions.emplace_back(&handler, std::move(share));
    asking->asked.push_back({name, {}});
  }
  assert(!questions.empty());
  asking->request = std::move(request);
  asking->reply = std::move(reply);
  asking->missing = questions.size();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    auto& [handler, question] = questions[i];
    handler->handle(std::move(question), [this, asking, i](Response response) {
      asking->came(i, std::move(response), join_);
    });
  }
}

void ByModule::handle(Request request, Reply reply) {
  const auto found = std::ranges::find(modules_, module_of_(request), &FanOut::Module::name);
  auto& module = found == modules_.end() ? modules_.front() : *found;
  module.handler.handle(std::move(request), std::move(reply));
}

}  // namespace http
