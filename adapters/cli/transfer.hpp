#pragma once

#include <adapters/cli/arguments.hpp>
#include <adapters/cli/exit_codes.hpp>
#include <adapters/cli/session.hpp>

namespace cli {

// `cleave user export`: every user, page by page, as NDJSON.
ExitCode export_users(Session& session, const Arguments& arguments);

}  // namespace cli
