#pragma once

#include <string>
#include <utility>

#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_idempotency_records.hpp>
#include <adapters/sql/sync/sql_key_history.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/sql/sync/sql_parked_keys.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <shared/domain/instant.hpp>
#include <sync/application/log_service.hpp>

namespace app {

// ModuleStore: one module's database as this process's only writer has it, at this binary's schema.
// The tables that belong to the module itself stand on the same session.
struct ModuleStore {
  ModuleStore(const std::string& module, const sql::Location& where, shared::Instant now);

  std::string log;  // "user/0"
  sql::Location at;
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
  explicit LogAccess(const sql::Location& at)
      : session(at, sql::Access::reader), reader(session), history(session) {}

  sql::Session session;
  sql::SqlLogReader reader;
  sql::SqlKeyHistory history;
};

// LocalLog: the log of a module of this process, as those who follow it ask it.
class LocalLog final : public sync::SourceLog {
 public:
  LocalLog(std::string log, const sql::Location& at)
      : access_(at), service_(std::move(log), access_.reader) {}

  sync::LogAnswer after(const sync::Seen& seen, sync::ReadLimits limits) override {
    return service_.after(seen, limits);
  }
  sync::Head head() override { return service_.head(); }

 private:
  LogAccess access_;
  sync::LogService service_;
};

}  // namespace app
