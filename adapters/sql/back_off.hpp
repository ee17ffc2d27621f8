#pragma once

#include <chrono>
#include <random>
#include <string>

namespace sql {

// BackOff: when a server that could not be reached is tried again: after 50 ms, doubled with each
// failure up to a second, and each time a random half less, so that the many sessions of many
// processes do not all come at once.
class BackOff {
 public:
  BackOff();

  // Whether it is too early; why says what failed last.
  bool waits() const { return Clock::now() < until_; }
  const std::string& why() const { return why_; }
  void failed(std::string why);
  void succeeded() { wait_ = {}; }

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point until_{};
  std::chrono::milliseconds wait_{0};
  std::string why_;
  std::minstd_rand random_;
};

}  // namespace sql
