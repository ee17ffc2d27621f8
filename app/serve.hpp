#pragma once

#include <adapters/cli/terminal.hpp>
#include <app/config.hpp>

namespace app {

// Serves until SIGTERM or SIGINT, then drains: no new requests, those in flight are answered, what
// was taken is committed. The exit code: 0, or that of a broken store.
//   Errors  throws cli::Stop where it cannot start
int serve(const Config& config, cli::Terminal& terminal);

}  // namespace app
