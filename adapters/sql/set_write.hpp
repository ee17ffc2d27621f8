#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <adapters/sql/array_literal.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/statements.hpp>

namespace sql {

// SetWrite: writes any number of rows of one table with one verb. SQLite runs one prepared
// statement row by row, as the rows come; PostgreSQL runs one statement for all of them at the end.
// The cells of a row are said in the order of columns_given().
class SetWrite {
 public:
  SetWrite(Session& session, const Table& table, Verb verb);

  SetWrite& cell(std::string_view text);
  SetWrite& cell(std::int64_t number);
  SetWrite& null();
  void end_row();
  // Writes all rows said; PostgreSQL tells what became of it as Query::run_later says. An update of
  // a row that does not stand there is StoreRejected.
  void finish();
  // Forgets what a failure left half said.
  void clear() noexcept;

 private:
  bool by_row() const { return arrays_.empty(); }

  Query query_;
  Verb verb_;
  std::vector<ArrayLiteral> arrays_;  // PostgreSQL: one per column
  std::size_t at_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace sql
