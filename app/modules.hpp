#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <app/part.hpp>

// What there is: every module of this binary, and who follows whom.
namespace app {

// ModuleKind: a module that a process may run.
struct ModuleKind {
  std::string_view name;
  std::span<const std::string_view> paths;  // each with all below it, save what is shown jointly
  std::unique_ptr<Part> (*make)(const Surroundings& around);
};

// In the order of start.
std::span<const ModuleKind> module_kinds();

// Following: that one module follows another's log.
struct Following {
  std::string module;
  std::string source;

  std::string follower() const { return module + "-follows-" + source; }
  std::string log() const { return source + "/0"; }
};

// Who follows whom, wherever they run. What for, each module's host says: `hears(source)`.
std::vector<Following> who_follows_whom();

}  // namespace app
