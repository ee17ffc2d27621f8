#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <tests/simulation/swarm.hpp>

namespace sim {

// Run: what became of one seed.
struct Run {
  std::uint64_t seed = 0;
  std::string violation;  // empty: every invariant held
  std::string trace_hash;
  std::vector<std::string> last_lines;  // of the trace, where one did not
  Tally tally;
  std::uint64_t steps = 0;
};

// Lives one seed through. Every line of its trace goes to `trace_file` too, where there is one.
Run simulate(std::uint64_t seed, std::FILE* trace_file = nullptr);

}  // namespace sim
