#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <adapters/sql/array_literal.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/statements.hpp>

namespace sql {

// SetRead: reads the rows of one table whose columns `by` are among the keys said. SQLite looks
// each key up as it is said (the fastest way there), PostgreSQL all in one statement at the end.
//   Shape   say cell() for each column of `by`, then end_key(row); and finish(row) once. row() is
//           called for each row found, which text() and number() show meanwhile, in table order:
//           on PostgreSQL by the session's next wait.
class SetRead {
 public:
  // `only` is a condition that each row must meet besides; it names no column of `by`.
  SetRead(Session& session, const Table& table, std::vector<Column> by, std::string_view only = "");
  // By the table's key.
  SetRead(Session& session, const Table& table);

  SetRead& cell(std::string_view text);
  SetRead& cell(std::int64_t number);

  template <class Row>
  void end_key(Row&& row) {
    at_ = 0;
    if (arrays_.empty()) {
      query_.each(row);
    } else {
      ++keys_;
    }
  }

  template <class Row>
  void finish(Row row) {
    if (keys_ == 0) return;
    close_arrays();
    query_.each_later(row);
  }

  const std::string& text(std::size_t at) const { return query_.text(at); }
  std::int64_t number(std::size_t at) const { return query_.number(at); }
  bool is_null(std::size_t at) const { return query_.is_null(at); }

  // Forgets what a failure left half said.
  void clear() noexcept;

 private:
  void close_arrays();

  Query query_;
  std::vector<ArrayLiteral> arrays_;  // PostgreSQL: one per column of `by`
  std::size_t at_ = 0;
  std::size_t keys_ = 0;
};

}  // namespace sql
