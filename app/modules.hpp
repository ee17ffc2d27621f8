#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <app/findings.hpp>
#include <app/part.hpp>

// What there is: every module of this binary, and who follows whom.
namespace app {

// ModuleKind: a module that a process may run.
struct ModuleKind {
  std::string_view name;
  std::span<const std::string_view> paths;  // each with all below it, save what is shown jointly
  std::unique_ptr<Part> (*make)(const Surroundings& around);
  // Those of its paths that only the instance which leads can answer.
  std::span<const std::string_view> led_paths = {};
  // What `cleave doctor` looks at in its own tables; null where that is nothing.
  void (*examine)(sql::Session& session, bool deep, Findings& findings) = nullptr;
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

// The service by which a module says to gateways what it knows of one user; empty where there is
// none.
std::string overview_service_of(std::string_view module);

// The service under which the instance of a module that leads answers, alone.
std::string lead_service_of(std::string_view module);

// Who follows whom, wherever they run. What for, each module's host says: `hears(source)`.
std::vector<Following> who_follows_whom();

// Whether any module follows that one: its log tells of users.
bool is_followed(std::string_view module);

}  // namespace app
