#include <app/databases.hpp>

#include <algorithm>
#include <stdexcept>

namespace app {

bool Databases::has(std::string_view module) const {
  return std::ranges::any_of(modules, [&](const auto& one) { return one.first == module; });
}

const sql::Location& Databases::of(std::string_view module) const {
  for (const auto& [name, at] : modules) {
    if (name == module) return at;
  }
  throw std::out_of_range("no database of " + std::string{module});
}

Databases grown(Databases databases) {
  for (auto& [name, at] : databases.modules) {
    const bool busy = name == "user" || name == "billing";
    auto* const file = std::get_if<sql::Sqlite>(&at);
    if (busy && file != nullptr) file->grow_wal = true;
  }
  return databases;
}

}  // namespace app
