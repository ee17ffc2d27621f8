#include <app/database_watch.hpp>

#include <algorithm>
#include <utility>

#include <app/logging.hpp>

namespace app {
namespace {

constexpr std::chrono::milliseconds ask_every{1'000};
constexpr std::chrono::milliseconds answer_max{3'000};

}  // namespace

DatabaseWatch::DatabaseWatch() {
  driver_.add([this] { return step(); });
}

void DatabaseWatch::add(std::string module, Ask ask) {
  watched_.push_back(std::make_unique<Watched>());
  watched_.back()->module = std::move(module);
  watched_.back()->ask = std::move(ask);
}

bool DatabaseWatch::all_answer() const {
  return std::ranges::all_of(watched_, [](const auto& one) { return one->up.load(); });
}

bool DatabaseWatch::answers(const std::string& module) const {
  const auto found = std::ranges::find_if(
      watched_, [&](const auto& one) { return one->module == module; });
  return found == watched_.end() || (*found)->up;
}

std::chrono::milliseconds DatabaseWatch::step() {
  for (auto& one : watched_) look_at(*one);
  return ask_every;
}

void DatabaseWatch::look_at(Watched& one) {
  const auto now = std::chrono::steady_clock::now();
  const bool waits = *one.asked;
  const bool up = waits ? one.up && now - one.since < answer_max : one.answered->load();
  if (up != one.up) {
    one.up = up;
    if (up) {
      log_info("a database answers again", {{"module", one.module}});
    } else {
      log_error("a database does not answer; it is asked on", {{"module", one.module}});
    }
  }
  if (waits) return;
  one.since = now;
  *one.asked = true;
  one.ask([asked = one.asked, answered = one.answered](bool answers) {
    *answered = answers;
    *asked = false;
  });
}

DatabaseWatch::Ask ask_through(Part& part) {
  return [&part](DatabaseWatch::Answer answer) {
    const bool taken = part.read_log([answer](http::LogViews views) {
      try {
        views.log.head();
        answer(true);
      } catch (const std::exception&) {
        answer(false);
      }
    });
    if (!taken) answer(true);  // it is busy answering
  };
}

}  // namespace app
