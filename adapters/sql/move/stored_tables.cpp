#include <adapters/sql/move/stored_tables.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/query.hpp>

namespace sql {
namespace {

constexpr std::array not_state{"schema_migration", "store_move", "lease"};

}  // namespace

StoredTable::StoredTable(std::string table_name,
                         std::vector<std::pair<std::string, char>> columns,
                         std::vector<std::size_t> key)
    : name(std::move(table_name)) {
  for (const auto at : key) named.push_back(columns[at]);
  for (std::size_t at = 0; at < columns.size(); ++at) {
    if (std::ranges::find(key, at) == key.end()) named.push_back(columns[at]);
  }
  shape.name = name;
  shape.key_columns = key.size();
  for (const auto& [column, type] : named) shape.columns.push_back({column, type});
}

// The migrations, applied to a database in memory, say it for both kinds of database.
std::vector<std::unique_ptr<StoredTable>> stored_tables(std::string_view module) {
  Session blank{Sqlite{.path = ":memory:"}, Access::writer};
  Migrator{blank}.apply_all(module, {});
  std::vector<std::string> names;
  Query tables{blank,
               "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
               "ORDER BY name",
               "", "t"};
  tables.each([&] { names.push_back(tables.text(0)); });

  std::vector<std::unique_ptr<StoredTable>> all;
  Query columns{blank, "SELECT name, type, pk FROM pragma_table_info(:name) ORDER BY cid", "t",
                "ttn"};
  for (const auto& name : names) {
    if (std::ranges::find(not_state, name) != not_state.end()) continue;
    std::vector<std::pair<std::string, char>> cells;
    std::vector<std::pair<std::int64_t, std::size_t>> ranked;
    std::string drawn;
    columns.with(name).each([&] {
      if (columns.number(2) > 0) ranked.emplace_back(columns.number(2), cells.size());
      if (columns.text(1) == "INTEGER") drawn = columns.text(0);
      cells.emplace_back(columns.text(0), columns.text(1) == "TEXT" ? 't' : 'n');
    });
    std::ranges::sort(ranked);
    std::vector<std::size_t> key;
    for (const auto& [rank, at] : ranked) key.push_back(at);
    all.push_back(std::make_unique<StoredTable>(name, std::move(cells), std::move(key)));
    all.back()->drawn = std::move(drawn);
    Query seeds{blank, "SELECT count(*) FROM " + name, "", "n"};
    seeds.one();
    all.back()->seeds = static_cast<std::uint64_t>(seeds.number(0));
  }
  return all;
}

}  // namespace sql
