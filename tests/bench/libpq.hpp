#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include <adapters/sql/array_literal.hpp>

// PgConnection, PgStatement, PgRows: libpq with destructors, and nothing more.
//   Errors  every failure throws std::runtime_error with PostgreSQL's own words
namespace bench {

class PgAnswer {
 public:
  explicit PgAnswer(PGresult* result) : result_(result, PQclear) {}

  int rows() const { return PQntuples(result_.get()); }
  int changed() const;
  std::string_view text(int row, int column) const;
  std::int64_t number(int row, int column) const;

 private:
  std::unique_ptr<PGresult, void (*)(PGresult*)> result_;
};

// One thread at a time.
class PgConnection {
 public:
  PgConnection(const std::string& conninfo, const std::string& schema);

  PgAnswer run(const std::string& sql);
  PGconn* handle() const { return handle_.get(); }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> handle_;
};

// Prepared when it is made, in the order of a connection's statements.
class PgStatement {
 public:
  PgStatement(PgConnection& connection, std::string name, const std::string& sql);

  PgAnswer run(const std::vector<std::string>& values = {});
  PgAnswer run(std::initializer_list<std::string> values) { return run(std::vector(values)); }

 private:
  PgConnection& connection_;
  std::string name_;
};

// Rows for one statement that takes an array for each column.
class PgRows {
 public:
  // `types` has a letter for each column: t is text, n bigint.
  PgRows(PgConnection& connection, const std::string& name, std::string_view types,
         std::string_view before, std::string_view after = {});

  // One cell after the other, row by row.
  template <class... Cells>
  void add(const Cells&... cells) {
    auto column = columns_.begin();
    ((column++)->add(cells), ...);
  }
  // Writes, or asks for, all that was added.
  PgAnswer flush();

 private:
  std::vector<sql::ArrayLiteral> columns_;
  PgStatement statement_;
};

}  // namespace bench
