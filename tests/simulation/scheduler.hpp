#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <tests/simulation/sim_clock.hpp>
#include <tests/simulation/sim_rng.hpp>

// Scheduler: one thread, one ready queue. The seed picks which ready task runs next; when none is
// ready, virtual time jumps to the next timer.
//   Units   an owner is a number whose tasks end together (a process' incarnation); 0 is the world
namespace sim {

class Scheduler {
 public:
  using Task = std::move_only_function<void()>;
  using Owner = std::uint64_t;

  Scheduler(Rng rng, VirtualTime& time) : rng_{rng}, time_{time} {}

  void post(Owner owner, Task task) { ready_.push_back({owner, std::move(task)}); }
  void after(std::chrono::microseconds delay, Owner owner, Task task);
  // The owner's tasks will never run.
  void forget(Owner owner);
  // The owner sleeps: its tasks run no more until it wakes, and then all at once that were due.
  void freeze(Owner owner) { frozen_.insert(owner); }
  void thaw(Owner owner);

  // Runs one task; false when there is none, now or ever.
  bool run_one();
  std::chrono::microseconds now() const { return time_.passed; }
  std::uint64_t steps() const { return steps_; }

 private:
  struct Entry {
    Owner owner;
    Task task;
  };

  Rng rng_;
  VirtualTime& time_;
  std::vector<Entry> ready_;
  std::set<Owner> frozen_;
  std::vector<Entry> held_;  // what is due for those that sleep
  std::multimap<std::chrono::microseconds, Entry> timers_;  // equal times in order of entry
  std::uint64_t steps_ = 0;
};

}  // namespace sim
