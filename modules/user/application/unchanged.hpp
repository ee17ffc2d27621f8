#pragma once

#include <optional>

#include <ports/user/user_events.hpp>

namespace user {

// Unchanged: what a use case answers: nothing where an event says the new state, else the state
// that it found to be already as asked.
using Unchanged = std::optional<events::UserState>;

}  // namespace user
