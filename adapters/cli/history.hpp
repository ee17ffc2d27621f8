#pragma once

#include <adapters/cli/arguments.hpp>
#include <adapters/cli/exit_codes.hpp>

namespace cli {

class Session;

// `cleave sync history KEY`: every event of one key, oldest first, each with what it changed and
// what it came of.
ExitCode show_history(Session& session, const Arguments& arguments);

}  // namespace cli
