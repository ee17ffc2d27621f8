#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <tests/simulation/life.hpp>
#include <tests/simulation/log_check.hpp>

namespace sim {

// Invariants 6 and 7 of insight: what all events up to a follower's position come to, but for those
// that are parked, counted a second time; by the tally's key.
void add_tallies(std::map<std::string, std::int64_t>& tallies, const LogStory& story,
                 const FollowerCopy& copy);

}  // namespace sim
