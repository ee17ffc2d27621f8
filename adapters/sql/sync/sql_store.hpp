#pragma once

#include <optional>
#include <string>
#include <utility>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/head_query.hpp>

#include <ports/sync/store.hpp>

namespace sql {

// Excludes every other writer of that log until the transaction ends. A statement of its own: the
// next one's snapshot must be younger than the lock. PostgreSQL's; SQLite has one writer anyway.
std::string lock_statement(const std::string& log);

// SqlStore: a module's database, written under its log's lock.
class SqlStore final : public sync::Store {
 public:
  // `log` is the module's own: "user/0".
  SqlStore(Session& writer, const std::string& log);

  void begin() override;
  void fetch() override { session_.fetch(); }
  // SqlEventLog says when it moves it.
  sync::Head head() override;
  void commit() override;
  void rollback() noexcept override;

  void head_moved(sync::Head head) { moved_ = std::move(head); }

 private:
  Session& session_;
  Query lock_;
  HeadQuery read_head_;
  // SQLite has one writer, so what it left behind is what is there.
  std::optional<sync::Head> durable_;
  std::optional<sync::Head> moved_;
};

}  // namespace sql
