#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// `serve.modules`: which modules a process runs.
//   Shape   their names, each once, separated by commas: "user,billing"; or "all". `gateway` among
//           them is no module: it lets callers in to those that run elsewhere
namespace app {

// What is wrong with such a list, and what would be right; nothing where it will do.
std::optional<std::string> wrong_modules(std::string_view list);

// In the order of start, whatever that of the list, which must be one that will do.
std::vector<std::string> chosen_modules(std::string_view list);

// Whether that list has `gateway`.
bool chose_gateway(std::string_view list);

}  // namespace app
