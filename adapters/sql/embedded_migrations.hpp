#pragma once

#include <span>
#include <string_view>

// EmbeddedMigration: one file of migrations/<module>, carried inside the binary.
//   Shape   version and name as in the file name (0001_users.sql is 1, "users") + the whole text
namespace sql {

struct EmbeddedMigration {
  int version;
  std::string_view name;
  std::string_view text;
};

// The migrations of a module in ascending order of version; none for an unknown module.
std::span<const EmbeddedMigration> migrations_of(std::string_view module);

}  // namespace sql
