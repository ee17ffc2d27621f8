#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/dialect.hpp>
#include <adapters/sql/table.hpp>

namespace sql {

enum class Verb {
  insert,  // a row that stands there already is refused
  keep,    // a row that stands there already stays as it is
  update,  // of rows that stand there
  upsert,  // whether it stands there or not
  erase,   // by key; where none stands, nothing happens
};

// The columns a verb is given, in order: all of them, or the key's.
std::vector<Column> columns_given(const Table& table, Verb verb);

// SQLite: one row a run, a placeholder per column given. PostgreSQL: any number of rows a run, a
// placeholder per column given, which takes an array literal (array_literal.hpp).
std::string write_statement(Dialect dialect, const Table& table, Verb verb);

// All columns of the rows whose columns `by` are the ones given: of one row's keys on SQLite, of
// arrays of keys on PostgreSQL. `only` is a condition besides, empty for none.
std::string read_statement(Dialect dialect, const Table& table, const std::vector<Column>& by,
                           std::string_view only = "");

// All columns of a table, as a SELECT names them: "i.id, i.version, ..." where `of` is "i".
std::string select_list(const Table& table, std::string_view of = "");

// The types of columns, one letter each, as Query wants them.
std::string shape(const std::vector<Column>& columns);

}  // namespace sql
