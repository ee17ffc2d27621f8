#pragma once

#include <string>
#include <string_view>

#include <adapters/cli/command.hpp>

// Help texts: examples first, then what may be said, so that the first screen is the useful one.
namespace cli {

// Of one command.
std::string help_of(const Command& command);

// Of a group ("user", "sync parked"), or of everything for an empty path.
std::string help_of_group(std::string_view path);

}  // namespace cli
