#include <adapters/sql/move/table_pages.hpp>

#include <adapters/sql/statements.hpp>

namespace sql {
namespace {

// "a, b" of the key's columns, each with what comes before and behind it.
std::string of_key(const StoredTable& table, std::string_view before, std::string_view behind) {
  std::string out;
  for (std::size_t at = 0; at < table.shape.key_columns; ++at) {
    if (at > 0) out += ", ";
    out += before;
    out += table.named[at].first;
    out += behind;
  }
  return out;
}

std::string page(const StoredTable& table, const std::string& where, std::string_view order,
                 std::size_t rows_max) {
  return "SELECT " + select_list(table.shape) + " FROM " + table.name + where + " ORDER BY " +
         of_key(table, "", order) + " LIMIT " + std::to_string(rows_max);
}

std::string behind_key(const StoredTable& table) {
  return " WHERE (" + of_key(table, "", "") + ") > (" + of_key(table, ":", "") + ")";
}

std::string key_shape(const StoredTable& table) {
  return shape(table.shape.columns).substr(0, table.shape.key_columns);
}

}  // namespace

std::string key_text(const StoredTable& table, const StoredRow& row) {
  std::string out = "(";
  for (std::size_t at = 0; at < table.shape.key_columns; ++at) {
    if (at > 0) out += ", ";
    const auto& cell = row[at];
    out += cell.text ? *cell.text : std::to_string(cell.number.value_or(0));
  }
  return out + ")";
}

TablePages::TablePages(Session& session, const StoredTable& table, std::size_t rows_max)
    : table_(table),
      first_(session, page(table, "", "", rows_max), "", shape(table.shape.columns)),
      next_(session, page(table, behind_key(table), "", rows_max), key_shape(table),
            shape(table.shape.columns)),
      last_(session, page(table, "", " DESC", 1), "", shape(table.shape.columns)),
      count_(session, "SELECT count(*) FROM " + table.name, "", "n") {}

std::vector<StoredRow> TablePages::rows_of(Query& query) {
  std::vector<StoredRow> rows;
  const auto& columns = table_.shape.columns;
  query.each([&] {
    StoredRow row(columns.size());
    for (std::size_t at = 0; at < columns.size(); ++at) {
      if (query.is_null(at)) continue;
      if (columns[at].type == 't') {
        row[at].text = query.text(at);
      } else {
        row[at].number = query.number(at);
      }
    }
    rows.push_back(std::move(row));
  });
  return rows;
}

std::vector<StoredRow> TablePages::after(const StoredRow* row) {
  if (row == nullptr) return rows_of(first_);
  for (std::size_t at = 0; at < table_.shape.key_columns; ++at) {
    const auto& cell = (*row)[at];
    if (cell.text) {
      next_.bind(at, *cell.text);
    } else {
      next_.bind(at, *cell.number);
    }
  }
  return rows_of(next_);
}

std::optional<StoredRow> TablePages::last() {
  auto rows = rows_of(last_);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::uint64_t TablePages::count() {
  count_.one();
  return static_cast<std::uint64_t>(count_.number(0));
}

}  // namespace sql
