#pragma once

#include <optional>
#include <string>
#include <vector>

#include <adapters/cli/command.hpp>

namespace cli {

// Invocation: what a command line asks for: a command with its arguments, or a help text.
struct Invocation {
  const Command* command = nullptr;
  Arguments arguments;  // those of the command and the global ones
  std::optional<std::string> help;
};

// The words behind the program's name. Throws Stop (usage) with one line that names the culprit,
// suggests what was probably meant and says where the help is.
Invocation parse_command_line(const std::vector<std::string>& words);

}  // namespace cli
