#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/table.hpp>

namespace sql {

// StoredTable: one table of a module's database, as its migrations make it.
struct StoredTable {
  StoredTable(std::string table_name, std::vector<std::pair<std::string, char>> columns,
              std::vector<std::size_t> key);
  StoredTable(const StoredTable&) = delete;
  StoredTable& operator=(const StoredTable&) = delete;

  const std::string name;
  // The key's columns first, in the order of the key.
  std::vector<std::pair<std::string, char>> named;
  Table shape;
  std::uint64_t seeds = 0;  // rows that its migrations leave in it
  std::string drawn;  // the column that the database numbers by itself; or empty
};

// Every table of that module's database that holds its state, by name. What says how a database
// stands itself (its migrations, its moves, who leads) is none of it.
std::vector<std::unique_ptr<StoredTable>> stored_tables(std::string_view module);

}  // namespace sql
