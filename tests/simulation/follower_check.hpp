#pragma once

#include <functional>
#include <string>

#include <tests/simulation/log_check.hpp>

namespace sim {

// The content of a replica's row that an event's state leads to.
using Content = std::function<std::string(const sync::Event&)>;

// Invariants 5, 6, 7 and 16: the replica, its roots and what is parked are a fold of the source's
// log up to the position, recomputed from zero. `story` is a history that holds the position.
void check_follower(const FollowerCopy& copy, const LogStory& story,
                    const std::string& aggregate_type, const Content& content,
                    const sync::Digest& digest);

}  // namespace sim
