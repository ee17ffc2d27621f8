#pragma once

#include <adapters/cli/arguments.hpp>
#include <adapters/cli/exit_codes.hpp>
#include <adapters/cli/session.hpp>

namespace cli {

// `cleave sync events`: a log page by page, one event a line as it arrives; --follow waits for
// more by long polls.
ExitCode show_events(Session& session, const Arguments& arguments);

}  // namespace cli
