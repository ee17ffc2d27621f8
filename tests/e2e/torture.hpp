#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <random>
#include <string>

#include <tests/e2e/torture_servers.hpp>
#include <tests/e2e/torture_writer.hpp>

namespace e2e {

// Torture: an installation under load, one fault after the other, and after each few of them peace,
// in which everything must come together. The seed chooses the faults, and nothing else does.
//   Errors  Violation, with what does not hold
class Torture {
 public:
  struct Plan {
    std::uint64_t seed = 1;
    std::chrono::seconds time{30};  // rounds begin until then; each ends within `round_max`
    bool split = false;
    bool long_freezes = false;  // up to a minute, instead of a few seconds
  };
  static constexpr std::chrono::seconds round_max{150};

  explicit Torture(Plan plan);

  void run();

 private:
  using Clock = std::chrono::steady_clock;
  using ms = std::chrono::milliseconds;

  void live_round(int round);
  void strike();
  void strike_process();
  void strike_way();
  void strike_postgres();
  void strike_broker();
  void wait(ms least, ms most);
  ms settle();
  void check();
  void report();
  Tortured& any();
  ms freeze_time() { return ms{300 + random_() % (plan_.long_freezes ? 60'000 : 3'500)}; }
  void say(const std::string& what);

  Plan plan_;
  std::minstd_rand random_;
  Clock::time_point begin_ = Clock::now();
  TortureServers servers_;
  std::string key_;
  std::list<TortureWriter> writers_;
  LogWalk user_;
  LogWalk billing_;
  int rounds_ = 0;
  int strikes_ = 0;
  std::string struck_;  // in this round
  ms settled_longest_{0};
  int settled_late_ = 0;  // rounds that took longer than two seconds
};

}  // namespace e2e
