#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace sql {

struct Column {
  std::string_view name;
  char type;  // t: TEXT, n: BIGINT; there is nothing else, and either may be NULL
  // Written with the row and never again: an update leaves it alone, and with it every index on it,
  // which SQLite would rewrite even where nothing changed.
  bool fixed = false;
};

// Table: what one table looks like; every set-wise statement on it is made from this.
//   Shape   the first `key_columns` columns are its key
struct Table {
  std::string_view name;
  std::vector<Column> columns;
  std::size_t key_columns = 1;
};

}  // namespace sql
