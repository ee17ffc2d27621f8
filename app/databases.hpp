#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/sql/location.hpp>

namespace app {

// Databases: where each module's own lies, and the gateway's.
struct Databases {
  std::vector<std::pair<std::string, sql::Location>> modules;  // by name, in the order of start
  sql::Location gateway;  // the simulated one's book, which is no module's

  bool has(std::string_view module) const;
  // Throws std::out_of_range where no module has that name.
  const sql::Location& of(std::string_view module) const;
};

// As a server has them: it stays, and pays for the growth of the busy ones' WAL files once, at the
// start.
Databases grown(Databases databases);

}  // namespace app
