#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/embedded_migrations.hpp>
#include <adapters/sql/session.hpp>

#include <shared/domain/instant.hpp>

namespace sql {

// The database's schema is not one this binary may work with; the text says which migration and
// what to do.
struct MigrationRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// MigrationState: one of this binary's migrations of a module, and whether its database has it.
struct MigrationState {
  std::string module;  // "sync" for what every module has
  int version = 0;
  std::string_view name;
  bool applied = false;
};

// Brings a module's database to this binary's schema: forward only, each migration in a transaction
// of its own, recorded with its checksum. A second binary doing the same waits for the first.
//   Errors  MigrationRefused where an applied migration was edited since, where one is missing
//           between applied ones, or where a newer binary's migration did more than expand; else
//           what ports/sync/store_errors.hpp says
class Migrator {
 public:
  explicit Migrator(Session& writer) : session_(writer) {}

  // Applies what is missing of these migrations; how many that were.
  std::size_t apply(std::string_view module, std::span<const EmbeddedMigration> migrations,
                    shared::Instant now);

  // The whole of a module's database: what every module has (log, positions, parked keys,
  // idempotency), then its own tables.
  std::size_t apply_all(std::string_view module, shared::Instant now);
  // The same where this role may change the schema. Where it may not (the roles that services have
  // on PostgreSQL) it must find nothing to do, or that is refused.
  std::size_t bring_up_to_date(std::string_view module, shared::Instant now);
  // What apply_all would find, in its order; changes nothing.
  std::vector<MigrationState> states(std::string_view module);

 private:
  bool may_migrate();
  bool has_schema();
  bool has_records();
  void make_records();
  void check_known(std::string_view module, std::span<const EmbeddedMigration> migrations,
                   std::vector<int>& applied);
  void add_states(std::string_view module, std::vector<MigrationState>& states);
  void apply_one(std::string_view module, const EmbeddedMigration& migration,
                 shared::Instant now);

  Session& session_;
};

}  // namespace sql
