#pragma once

#include <adapters/cli/arguments.hpp>
#include <adapters/cli/exit_codes.hpp>

namespace cli {

class Session;

// `cleave sync status --watch`: on a terminal a picture that is drawn in place; for programs a line
// for each change, or with --json the status, once an interval. Until Ctrl-C, or --times.
ExitCode watch_status(Session& session, const Arguments& arguments);

}  // namespace cli
