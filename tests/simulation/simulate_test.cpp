#include <tests/simulation/simulate.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace sim {
namespace {

TEST(Simulate, LivesTheSameLifeForTheSameSeed) {
  const auto first = simulate(11);
  const auto elsewhere = std::make_unique<std::vector<char>>(1'000'000);  // other addresses
  const auto second = simulate(11);
  EXPECT_EQ(first.violation, "");
  EXPECT_EQ(first.trace_hash, second.trace_hash);
  EXPECT_EQ(first.tally, second.tally);
  EXPECT_NE(first.trace_hash, simulate(12).trace_hash);
}

TEST(Simulate, LeavesEachFaultOutOfSomeSeeds) {
  Tally seeds_with;
  constexpr int seeds = 60;
  for (int seed = 0; seed < seeds; ++seed) {
    const Swarm swarm{Rng{static_cast<std::uint64_t>(seed)}};
    for (std::size_t i = 0; i < faults; ++i) {
      const auto fault = static_cast<Fault>(i);
      if (swarm.has(fault)) ++seeds_with[to_text(fault)];
    }
  }
  EXPECT_EQ(seeds_with.size(), faults);
  for (const auto& [fault, count] : seeds_with) EXPECT_LT(count, seeds) << fault;
}

}  // namespace
}  // namespace sim
