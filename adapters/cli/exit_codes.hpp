#pragma once

#include <array>
#include <string_view>

// ExitCode: what the process tells its caller. Stable: scripts depend on it.
//   Source  sysexits.h for 70 and 78
namespace cli {

enum class ExitCode : int {
  ok = 0,
  refused = 1,
  usage = 2,
  unavailable = 3,
  not_found = 4,
  file = 5,
  internal = 70,
  config = 78,
};

struct ExitCodeText {
  ExitCode code;
  std::string_view meaning;
};

// The one table: `cleave --help` prints it, docs/operations.md repeats it word by word.
inline constexpr std::array<ExitCodeText, 8> exit_codes{{
    {ExitCode::ok, "done"},
    {ExitCode::refused, "refused: by the server, by an answer of no, or by a check that failed"},
    {ExitCode::usage, "the command line is wrong; nothing was done"},
    {ExitCode::unavailable, "no server, or it cannot answer now; try again"},
    {ExitCode::not_found, "no such thing, or no longer"},
    {ExitCode::file, "a local file cannot be read or written"},
    {ExitCode::internal, "a fault in cleave itself; please report it"},
    {ExitCode::config, "the configuration is wrong; nothing was started"},
}};

}  // namespace cli
