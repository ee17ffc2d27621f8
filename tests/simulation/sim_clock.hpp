#pragma once

#include <chrono>
#include <cstdint>

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>

#include <tests/simulation/sim_rng.hpp>

namespace sim {

// VirtualTime: how much simulated time has passed. Only the scheduler moves it.
struct VirtualTime {
  std::chrono::microseconds passed{0};
};

// SimClock: one machine's clocks over the common virtual time. Wall time jumps when told to, and
// only then; monotonic time never does.
class SimClock final : public shared::Clock {
 public:
  explicit SimClock(const VirtualTime& time) : time_{time} {}

  shared::Instant now() override {
    return shared::from_unix_ms(first_unix_ms + monotonic().count() + skew_.count());
  }
  std::chrono::milliseconds monotonic() override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time_.passed);
  }
  void jump(std::chrono::milliseconds by) { skew_ += by; }
  // Jumps to where the wall clock is that far from the true one.
  void skew(std::chrono::milliseconds from_true) { skew_ = from_true; }

 private:
  static constexpr std::int64_t first_unix_ms = 1'800'000'000'000;

  const VirtualTime& time_;
  std::chrono::milliseconds skew_{0};
};

// SimIds: version 7 Uuids from the seed, each greater than all before, whatever the clock does.
class SimIds final : public shared::Ids {
 public:
  SimIds(Rng rng, SimClock& clock) : rng_{rng}, clock_{clock} {}
  shared::Uuid next() override;

 private:
  Rng rng_;
  SimClock& clock_;
  std::uint64_t last_ms_ = 0;
  std::uint64_t counter_ = 0;
};

}  // namespace sim
