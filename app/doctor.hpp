#pragma once

#include <functional>
#include <vector>

#include <adapters/cli/actions.hpp>
#include <adapters/http/message.hpp>
#include <app/config.hpp>

namespace app {

using Ask = std::function<http::Response(http::Request)>;

// Looks whether this data folder is fit to serve: the folder and who holds it, the key file, disk
// room, the clock, whether a follower stopped or has parked keys, and, where no server runs on it,
// each module's schema and log, whose chain is followed from its beginning. Changes nothing.
//   ask   the server that holds the folder; called only where there is one
std::vector<cli::Check> examine(const Config& config, const Ask& ask);

}  // namespace app
