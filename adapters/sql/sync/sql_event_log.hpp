#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/set_write.hpp>
#include <adapters/sql/sync/sql_store.hpp>

#include <ports/sync/event_log.hpp>

namespace sql {

// SqlEventLog: event_log as its module's writer sees it.
class SqlEventLog final : public sync::EventLog {
 public:
  // The store is the one whose transactions this log is written in.
  SqlEventLog(Session& writer, SqlStore& store);

  void append(const sync::Commit& commit) override;
  std::optional<sync::Event> at(sync::Offset offset) override;
  void raise_epoch(const sync::EpochStart& start) override;

 private:
  void write(const sync::Commit& commit);

  SqlStore& store_;
  SetWrite rows_;
  Query at_;
  Query raise_;
};

}  // namespace sql
