#pragma once

#include <string>
#include <vector>

#include <adapters/cli/actions.hpp>
#include <adapters/cli/terminal.hpp>

namespace cli {

// The whole command line of `cleave`: parses, does, prints, and answers with the exit code
// (exit_codes.hpp). Never throws.
int run(int argc, const char* const* argv, const Actions& actions);

// The same on other streams; `words` are those behind the program's name.
int run(const std::vector<std::string>& words, const Actions& actions, Terminal& terminal);

}  // namespace cli
