#pragma once

#include <adapters/cli/arguments.hpp>
#include <adapters/cli/exit_codes.hpp>
#include <adapters/cli/session.hpp>

namespace cli {

// `cleave user watch`: what happens to one user, a line each as it happens, until Ctrl-C or until
// the user is deleted. A connection that is lost is made again, and nothing is missed or told
// twice.
ExitCode watch_user(Session& session, const Arguments& arguments);

}  // namespace cli
