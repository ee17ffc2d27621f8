#include <app/demo_watch.hpp>

#include <adapters/cli/event_stream.hpp>
#include <adapters/cli/http_backend.hpp>
#include <adapters/cli/problem.hpp>
#include <app/demo_wait.hpp>

namespace app::demo {
namespace {

constexpr std::chrono::seconds answer_max{20};
constexpr std::chrono::seconds told_max{20};

}  // namespace

Watch::Watch(const Installation& installation, const std::string& user)
    : facts_(installation.facts()),
      path_("/v1/users/" + user + "/live"),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Watch::run(const std::stop_token& stop) {
  cli::EventStream events([this](const cli::StreamEvent& event) {
    const std::scoped_lock lock{mutex_};
    told_.emplace(event.type, Clock::now());
  });
  try {
    cli::HttpBackend http{cli::ServerAddress::parse(facts_.url), facts_.key, answer_max};
    http::Request request;
    request.method = "GET";
    request.path = path_;
    request.headers.emplace_back("accept", "text/event-stream, application/problem+json");
    const auto answer = http.stream(std::move(request), [&](std::string_view piece) {
      events.take(piece);
      return !stop.stop_requested();
    });
    if (answer.status > 299) throw cli::Refused(answer);
  } catch (...) {
    const std::scoped_lock lock{mutex_};
    failure_ = std::current_exception();
  }
}

std::optional<Watch::Clock::time_point> Watch::told_by_now(const std::string& type) {
  const std::scoped_lock lock{mutex_};
  if (failure_) std::rethrow_exception(failure_);
  const auto found = told_.find(type);
  return found == told_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<Watch::Clock::time_point> Watch::told(const std::string& type) {
  std::optional<Clock::time_point> at;
  becomes([&] { return (at = told_by_now(type)).has_value(); }, told_max);
  return at;
}

}  // namespace app::demo
