#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <adapters/sql/query.hpp>

#include <adapters/sql/move/stored_tables.hpp>

namespace sql {

// One cell: NULL, a text or a number.
struct StoredCell {
  std::optional<std::string> text = {};
  std::optional<std::int64_t> number = {};

  bool operator==(const StoredCell&) const = default;
};
using StoredRow = std::vector<StoredCell>;

// A row's key, for a person: "(usr_..., 3)".
std::string key_text(const StoredTable& table, const StoredRow& row);

// TablePages: the rows of one table in the order of its key, page by page.
class TablePages {
 public:
  TablePages(Session& session, const StoredTable& table, std::size_t rows_max);

  // The rows behind that one; from the first on where there is none.
  std::vector<StoredRow> after(const StoredRow* row);
  // The row with the greatest key; nothing where the table is empty.
  std::optional<StoredRow> last();
  std::uint64_t count();

 private:
  std::vector<StoredRow> rows_of(Query& query);

  const StoredTable& table_;
  Query first_;
  Query next_;
  Query last_;
  Query count_;
};

}  // namespace sql
