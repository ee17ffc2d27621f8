#pragma once

#include <vector>

#include <adapters/cli/actions.hpp>
#include <app/config.hpp>

namespace app {

// `cleave move`: one module's store behind the other. Holds the data folders that take part.
//   Errors  cli::Stop for places that will not do; else as move_store
std::vector<cli::Moved> move_stores(const Config& config, const cli::MoveOptions& options,
                                    cli::Terminal& terminal);

}  // namespace app
