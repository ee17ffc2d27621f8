#pragma once

#include <adapters/cli/actions.hpp>

namespace app {

// The guided tour of `cleave demo`, on a server and a folder of its own, or on what deploy/split
// runs: users, a poison event, processes killed under load, and a month of billing. The exit code
// is 0 where all that it claims was seen, and 1 where anything was not.
//   Errors  throws cli::Stop where it cannot go on. Ctrl-C ends the process, after cleaning up
int run_demo(const cli::DemoOptions& options, cli::Terminal& terminal);

}  // namespace app
