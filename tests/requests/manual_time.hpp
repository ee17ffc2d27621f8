#pragma once

#include <chrono>
#include <map>
#include <utility>

#include <ports/shared/clock.hpp>
#include <ports/shared/timer.hpp>

namespace requests_test {

// ManualTime: time that passes when a test says so, and what was to be done in it. One thread.
class ManualTime final : public shared::Clock, public shared::Timer {
 public:
  shared::Instant now() override { return shared::Instant{now_}; }
  std::chrono::milliseconds monotonic() override { return now_; }
  void after(std::chrono::milliseconds delay, Task task) override {
    tasks_.emplace(now_ + delay, std::move(task));
  }

  void pass(std::chrono::milliseconds time) {
    const auto until = now_ + time;
    while (!tasks_.empty() && tasks_.begin()->first <= until) {
      now_ = tasks_.begin()->first;
      auto task = std::move(tasks_.begin()->second);
      tasks_.erase(tasks_.begin());
      task();
    }
    now_ = until;
  }
  std::size_t waiting() const { return tasks_.size(); }

 private:
  std::chrono::milliseconds now_{1'000'000};
  std::multimap<std::chrono::milliseconds, Task> tasks_;
};

}  // namespace requests_test
