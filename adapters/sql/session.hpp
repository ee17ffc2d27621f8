#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <soci/soci.h>

#include <adapters/sql/back_off.hpp>
#include <adapters/sql/dialect.hpp>
#include <adapters/sql/location.hpp>
#include <adapters/sql/pipeline.hpp>

namespace sql {

class Query;

// Session: one connection to a module's database. One thread at a time.
//   Errors  everything throws what ports/sync/store_errors.hpp says and nothing else
class Session {
 public:
  Session(Location location, Access access);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Dialect dialect() const;
  // PostgreSQL: where this module's tables lie.
  const std::string& schema() const { return std::get<Postgresql>(location_).schema; }

  // What was asked for later is there, and what was to change later has, when this returns.
  void fetch();

  // A write transaction: SQLite's is exclusive from the start, PostgreSQL's is READ COMMITTED and
  // begins with the next statement that is waited for.
  void begin();
  // Throws CommitUnknown where the connection was lost meanwhile. No transaction is open after it.
  void commit();
  void rollback() noexcept;
  // What is read until rollback() is of one moment, and nothing is written: that of the first read.
  void begin_snapshot();

  // Runs one statement once; what runs often is a Query.
  void run(const std::string& sql);

  // Which of its connections this session is on: 1 for the first. What a connection held (locks,
  // settings) is gone with it.
  std::uint64_t connection() const { return connections_; }

  // The connection, made anew where it was lost and no transaction was; a server that is away is
  // asked less and less often (BackOff), and meanwhile not there. For Query.
  soci::session& connected();
  // PostgreSQL, of a connection as connected() gives it: Pipeline's. What connected() finds sent it
  // waits for.
  void send(const std::string& statement, const std::vector<const char*>& values,
            Pipeline::Then then);
  PgAnswer answers();
  // Whether the connection stands, as far as is known.
  bool stands() { return open_ && !connection_lost(); }
  // Runs `work`; what SOCI throws leaves it as a store's failure.
  template <class Work>
  decltype(auto) guarded(Work&& work) {
    try {
      return std::forward<Work>(work)();
    } catch (const soci::soci_error& error) {
      fail(error);
    }
  }

 private:
  friend class Query;

  void open();
  void open_or_back_off();
  void open_sqlite(const Sqlite& at);
  void open_postgresql(const Postgresql& at);
  void close() noexcept;
  bool connection_lost();
  void refuse_to_commit_half();
  void drop_answers() noexcept;
  [[noreturn]] void fail(const soci::soci_error& error);

  Location location_;
  Access access_;
  soci::session soci_;
  Pipeline pipeline_;
  std::vector<Query*> prepared_;  // to be forgotten before the connection is
  bool open_ = false;
  std::uint64_t connections_ = 0;
  BackOff back_off_;
  bool in_transaction_ = false;
  std::unique_ptr<Query> begin_;
  std::unique_ptr<Query> begin_snapshot_;
  std::unique_ptr<Query> commit_;
  std::unique_ptr<Query> rollback_;
};

}  // namespace sql
