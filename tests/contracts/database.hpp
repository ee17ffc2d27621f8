#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/session.hpp>

#include <tests/support/postgres.hpp>
#include <tests/support/temp_folder.hpp>

namespace contracts {

// Database: a fresh, migrated database of one module, on either kind of store.
class Database {
 public:
  Database(sql::Dialect dialect, const std::string& module) {
    if (dialect == sql::Dialect::sqlite) {
      location_ = sql::Sqlite{.path = (folder_.path() / (module + ".db")).string()};
    } else {
      location_ = sql::Postgresql{.conninfo = test::Postgres::running().conninfo(),
                                  .schema = test::Postgres::fresh_schema()};
    }
    writer_ = connect(sql::Access::writer);
    sql::Migrator{*writer_}.apply_all(module, shared::from_unix_ms(1'000));
    reader_ = connect(sql::Access::reader);
  }

  sql::Session& writer() { return *writer_; }
  sql::Session& reader() { return *reader_; }
  const sql::Location& location() const { return location_; }
  // Another one; the caller sees to it that SQLite has one writer. timeout_ms is for PostgreSQL.
  std::unique_ptr<sql::Session> connect(sql::Access access, int timeout_ms = 10'000) const {
    auto location = location_;
    if (auto* server = std::get_if<sql::Postgresql>(&location)) server->timeout_ms = timeout_ms;
    return std::make_unique<sql::Session>(location, access);
  }
  // As a restart finds it.
  void reopen() {
    reader_.reset();
    writer_.reset();
    writer_ = connect(sql::Access::writer);
    reader_ = connect(sql::Access::reader);
  }

 private:
  test::TempFolder folder_;
  sql::Location location_;
  std::unique_ptr<sql::Session> writer_;  // closes last: it owns the file's checkpoints
  std::unique_ptr<sql::Session> reader_;
};

// A suite of laws that each kind of store must keep.
class OnEachStore : public testing::TestWithParam<sql::Dialect> {};

inline auto each_store() { return testing::Values(sql::Dialect::sqlite, sql::Dialect::postgresql); }

inline std::string store_name(const testing::TestParamInfo<sql::Dialect>& info) {
  return info.param == sql::Dialect::sqlite ? "sqlite" : "postgresql";
}

// Texts that have broken somebody's store before. Each is valid UTF-8 without NUL.
inline const std::string& awkward_text() {
  static const std::string text =
      "O'Brien \"quoted\" \\back\\slash\\ {brace,s} NULL :name $1 ?1 % _ -- ; \n\t\r "
      "\u00e4\u00f6\u20ac\U0001F600 \x01\x7f";
  return text;
}

}  // namespace contracts
