#pragma once

#include <adapters/json/write.hpp>
#include <ports/sync/state_reader.hpp>

namespace app {

// A state in the bytes that an event's `after` has.
template <class State>
sync::AggregateState said(const State& state) {
  return {state.id, state.version, json::written(state)};
}

}  // namespace app
