#pragma once

#include <adapters/cli/arguments.hpp>
#include <adapters/cli/exit_codes.hpp>
#include <adapters/cli/session.hpp>

namespace cli {

// `cleave user import`: a file's rows in batches, each repeated while the server is busy, which is
// safe because a row that is already there is unchanged. Ends well only if every row read is
// accounted for and none failed.
ExitCode import_users(Session& session, const Arguments& arguments);

}  // namespace cli
