#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <ports/sync/live_states.hpp>
#include <ports/sync/outbox.hpp>

namespace sync {

inline constexpr std::size_t restated_keys_max = 500;  // at once

// Restated: what was said again.
struct Restated {
  std::size_t states = 0;
  std::size_t absences = 0;              // keys of which there is no aggregate
  std::vector<std::string> no_keys = {};  // that no aggregate can have: nothing is said of them
};

// Says again what these aggregates are, or that there are none, as a command of their module's
// lane: the rows must be wanted and loaded. Nothing about them changes.
Restated restate(LiveStates& states, const std::vector<std::string>& keys, Outbox& outbox);

}  // namespace sync
