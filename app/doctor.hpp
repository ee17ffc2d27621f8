#pragma once

#include <vector>

#include <adapters/cli/actions.hpp>
#include <app/config.hpp>

namespace app {

// Looks whether this data folder is fit to serve: the folder and who holds it, the key file, disk
// room, the clock, and, where no server runs on it, each module's schema and log, whose chain is
// followed from its beginning. Changes nothing.
std::vector<cli::Check> examine(const Config& config);

}  // namespace app
