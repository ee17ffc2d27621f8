#pragma once

#include <cstdint>
#include <string>

#include <tests/simulation/scheduler.hpp>
#include <tests/simulation/sim_broker.hpp>
#include <tests/simulation/sim_bus.hpp>
#include <tests/simulation/swarm.hpp>
#include <tests/simulation/trace.hpp>

namespace sim {

// Stage: what everything in one simulated world stands on.
struct Stage {
  Stage(std::uint64_t seed, std::FILE* trace_file)
      : rng{seed},
        scheduler{rng.split("scheduler"), time},
        trace{time, trace_file},
        bus{rng.split("bus"), scheduler},
        broker{rng.split("broker"), scheduler},
        swarm{rng.split("swarm")} {}

  void count(std::string_view what) {
    const auto found = tally.find(what);
    if (found == tally.end()) {
      tally.emplace(what, 1);
    } else {
      ++found->second;
    }
  }

  Rng rng;
  VirtualTime time;
  Scheduler scheduler;
  Trace trace;
  // An owner that nobody else is.
  Scheduler::Owner new_owner() { return (Scheduler::Owner{1} << 32U) + ++owners; }

  SimBus bus;
  SimBroker broker;
  Scheduler::Owner owners = 0;
  Swarm swarm;
  Tally tally;
};

}  // namespace sim
