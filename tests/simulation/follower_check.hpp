#pragma once

#include <functional>
#include <map>
#include <string>

#include <tests/simulation/log_check.hpp>

namespace sim {

// The content of a replica's row that an event's state leads to.
using Content = std::function<std::string(const sync::Event&)>;

// Held: what a follower holds of one type of aggregates.
struct Held {
  std::string aggregate_type;
  std::map<std::string, Row> rows;  // by the source's key
  Content content;
};

// Invariant 16: what is parked is, key by key, the log's tail from where it failed. `story` is a
// history that holds the position.
void check_parked(const FollowerCopy& copy, const LogStory& story);

// Invariants 5 to 7: a replica and its root are a fold of the source's log up to the position,
// recomputed from zero.
void check_replica(const FollowerCopy& copy, const LogStory& story, const Held& held,
                   const sync::Digest& digest);

}  // namespace sim
