#pragma once

#include <chrono>

#include <ports/shared/clock.hpp>
#include <ports/shared/timer.hpp>

namespace http_test {

// StillTime: time that passes when a test says so, and in which nothing is done.
class StillTime final : public shared::Clock, public shared::Timer {
 public:
  shared::Instant now() override { return shared::Instant{now_}; }
  std::chrono::milliseconds monotonic() override { return now_; }
  void after(std::chrono::milliseconds, Task) override {}

  void pass(std::chrono::milliseconds time) { now_ += time; }

 private:
  std::chrono::milliseconds now_{1'000'000};
};

}  // namespace http_test
