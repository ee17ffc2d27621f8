#pragma once

#include <string>
#include <vector>

#include <app/module_store.hpp>
#include <sync/application/chain_check.hpp>

namespace app {

// Which events of a commit that is not what was written contradict the events of their keys before
// and behind it: each event says the state before it too. Their ids; none where nothing contradicts
// them, or all do.
std::vector<std::string> suspects_in(LogAccess& log, const sync::ChainBreak& broken);

}  // namespace app
