#include <adapters/sql/migrations.hpp>

#include <algorithm>

#include <adapters/sql/overdue.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/script.hpp>

namespace sql {
namespace {

constexpr std::string_view record_table =
    "CREATE TABLE IF NOT EXISTS schema_migration (module TEXT NOT NULL, version BIGINT NOT NULL, "
    "name TEXT NOT NULL, checksum TEXT NOT NULL, expands BIGINT NOT NULL, "
    "applied_at BIGINT NOT NULL, PRIMARY KEY (module, version));";

// Begins a transaction that no other migrator shares, and ends it in any case.
template <class Work>
void alone(Session& session, Work work) {
  const Patience patience(session);
  session.begin();
  try {
    if (session.dialect() == Dialect::postgresql) {
      session.run("SET LOCAL statement_timeout = 0");
      session.run("SET LOCAL lock_timeout = 0");
      session.run("SELECT pg_advisory_xact_lock(hashtextextended('cleave.migrations', 0))");
    }
    work();
  } catch (...) {
    session.rollback();
    throw;
  }
  session.commit();
}

std::string called(std::string_view module, std::int64_t version, std::string_view name) {
  return "migration " + std::string(module) + "/" + std::to_string(version) + "_" +
         std::string(name);
}

}  // namespace

std::size_t Migrator::apply(std::string_view module,
                            std::span<const EmbeddedMigration> migrations, shared::Instant now) {
  std::size_t count = 0;
  make_records();
  std::vector<int> applied;
  check_known(module, migrations, applied);
  for (const auto& migration : migrations) {
    if (std::ranges::find(applied, migration.version) != applied.end()) continue;
    if (!applied.empty() && migration.version < applied.back()) {
      throw MigrationRefused(called(module, migration.version, migration.name) +
                             " is missing below applied ones: use the binary that applied them");
    }
    apply_one(module, migration, now);
    ++count;
  }
  return count;
}

std::size_t Migrator::apply_all(std::string_view module, shared::Instant now) {
  const auto common = apply("sync", migrations_of("sync"), now);
  return common + apply(module, migrations_of(module), now);
}

std::size_t Migrator::bring_up_to_date(std::string_view module, shared::Instant now) {
  if (may_migrate()) return apply_all(module, now);
  std::vector<MigrationState> missing = states(module);
  std::erase_if(missing, [](const MigrationState& state) { return state.applied; });
  if (missing.empty()) return 0;
  const auto& first = missing.front();
  throw MigrationRefused(std::string(module) + "'s schema lacks " +
                         called(first.module, first.version, first.name) +
                         (missing.size() == 1 ? std::string{}
                                              : " and " + std::to_string(missing.size() - 1) +
                                                    " more") +
                         ", and this role may not apply it: run cleave migrate --admin-url ...");
}

bool Migrator::may_migrate() {
  if (session_.dialect() == Dialect::sqlite) return true;
  Query of_schema{session_,
                  "SELECT has_schema_privilege(oid, 'CREATE')::int FROM pg_namespace "
                  "WHERE nspname = :schema",
                  "t", "n"};
  if (of_schema.with(session_.schema()).one()) return of_schema.number(0) != 0;
  Query of_database{session_, "SELECT has_database_privilege(current_database(), 'CREATE')::int",
                    "", "n"};
  of_database.one();
  return of_database.number(0) != 0;
}

bool Migrator::has_schema() {
  Query schema{session_, "SELECT oid FROM pg_namespace WHERE nspname = :schema", "t", "n"};
  return schema.with(session_.schema()).one();
}

bool Migrator::has_records() {
  Query table{session_,
              session_.dialect() == Dialect::sqlite
                  ? "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'"
                  : "SELECT count(to_regclass('schema_migration'))",
              "", "n"};
  table.one();
  return table.number(0) != 0;
}

void Migrator::make_records() {
  if (has_records()) return;
  alone(session_, [this] {
    // Asked before, for PostgreSQL wants the right to make schemas also where there is one.
    if (session_.dialect() == Dialect::postgresql && !has_schema()) {
      session_.run("CREATE SCHEMA IF NOT EXISTS \"" + session_.schema() + "\"");
    }
    for (const auto& one : statements_of(record_table, session_.dialect())) session_.run(one);
  });
}

std::vector<MigrationState> Migrator::states(std::string_view module) {
  std::vector<MigrationState> states;
  add_states("sync", states);
  add_states(module, states);
  return states;
}

void Migrator::add_states(std::string_view module, std::vector<MigrationState>& states) {
  std::vector<int> applied;
  const auto migrations = migrations_of(module);
  check_known(module, migrations, applied);
  for (const auto& migration : migrations) {
    states.push_back({std::string(module), migration.version, migration.name,
                      std::ranges::find(applied, migration.version) != applied.end()});
  }
}

void Migrator::check_known(std::string_view module, std::span<const EmbeddedMigration> migrations,
                           std::vector<int>& applied) {
  if (!has_records()) return;
  Query records{session_,
                "SELECT version, name, checksum, expands FROM schema_migration "
                "WHERE module = :module ORDER BY version",
                "t", "nttn"};
  records.with(module).each([&] {
    const auto version = records.number(0);
    const auto known = std::ranges::find_if(
        migrations, [&](const auto& migration) { return migration.version == version; });
    const auto name = called(module, version, records.text(1));
    if (known == migrations.end()) {
      if (records.number(3) == 0) {
        throw MigrationRefused(name + " was applied by a newer binary and changed what this one "
                                      "relies on: start the newer binary");
      }
    } else if (checksum(known->text) != records.text(2)) {
      throw MigrationRefused(name + " was edited after it was applied: put its text back, and say "
                                    "the change in a new migration");
    }
    applied.push_back(static_cast<int>(version));
  });
}

void Migrator::apply_one(std::string_view module, const EmbeddedMigration& migration,
                         shared::Instant now) {
  Query already{session_,
                "SELECT version FROM schema_migration "
                "WHERE module = :module AND version = :version",
                "tn", "n"};
  Query record{session_,
               "INSERT INTO schema_migration (module, version, name, checksum, expands, "
               "applied_at) VALUES (:module, :version, :name, :checksum, :expands, :at)",
               "tnttnn"};
  alone(session_, [&] {
    if (already.with(module, migration.version).one()) return;  // another binary was faster
    for (const auto& statement : statements_of(migration.text, session_.dialect())) {
      session_.run(statement);
    }
    record
        .with(module, migration.version, migration.name, checksum(migration.text),
              static_cast<int>(only_expands(migration.text)), shared::to_unix_ms(now))
        .run();
  });
}

}  // namespace sql
