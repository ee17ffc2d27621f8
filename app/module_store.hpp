#pragma once

#include <string>

#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_idempotency_records.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/sql/sync/sql_parked_keys.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <shared/domain/instant.hpp>

namespace app {

// ModuleStore: one module's database as its only writer has it, at this binary's schema. The tables
// that belong to the module itself stand on the same session.
struct ModuleStore {
  ModuleStore(const std::string& module, const sql::Location& at, shared::Instant now);

  std::string log;  // "user/0"
  sql::Session writer;
  std::size_t migrated;  // how many migrations this start applied
  sql::SqlStore store;
  sql::SqlEventLog events;
  sql::SqlIdempotencyRecords idempotency;
  sql::SqlFollowerPositions positions;
  sql::SqlParkedKeys parked;
};

// LogAccess: a module's log as one reader has it, on a session of its own.
struct LogAccess {
  explicit LogAccess(const sql::Location& at) : session(at, sql::Access::reader), reader(session) {}

  sql::Session session;
  sql::SqlLogReader reader;
};

}  // namespace app
