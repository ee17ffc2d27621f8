#include <adapters/sql/statements.hpp>

namespace sql {
namespace {

// "<item of the first column>, <item of the second>, ..."
template <class Item>
std::string join(const std::vector<Column>& columns, std::string_view between, Item item) {
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += between;
    out += item(columns[i], i);
  }
  return out;
}

std::string names(const std::vector<Column>& columns) {
  return join(columns, ", ", [](const Column& column, std::size_t) {
    return std::string(column.name);
  });
}

std::string numbered(const std::vector<Column>& columns) {
  return join(columns, ", ", [](const Column&, std::size_t i) {
    return "?" + std::to_string(i + 1);
  });
}

std::string unnest(const std::vector<Column>& columns) {
  return "unnest(" + join(columns, ", ", [](const Column& column, std::size_t i) {
           return ":c" + std::to_string(i) + (column.type == 't' ? "::text[]" : "::bigint[]");
         }) + ")";
}

std::string given(const std::vector<Column>& columns) {
  return unnest(columns) + " AS given(" + names(columns) + ")";
}

std::string equal_numbered(const std::vector<Column>& columns) {
  return join(columns, " AND ", [](const Column& column, std::size_t i) {
    return std::string(column.name) + " = ?" + std::to_string(i + 1);
  });
}

std::string equal_given(const Table& table, const std::vector<Column>& columns) {
  return join(columns, " AND ", [&](const Column& column, std::size_t) {
    const std::string name{column.name};
    return std::string(table.name) + "." + name + " = given." + name;
  });
}

std::vector<Column> key_of(const Table& table) {
  return {table.columns.begin(),
          table.columns.begin() + static_cast<std::ptrdiff_t>(table.key_columns)};
}

std::vector<Column> rest_of(const Table& table) {
  return {table.columns.begin() + static_cast<std::ptrdiff_t>(table.key_columns),
          table.columns.end()};
}

std::string on_conflict(const Table& table) {
  return " ON CONFLICT (" + names(key_of(table)) + ") DO UPDATE SET " +
         join(rest_of(table), ", ", [](const Column& column, std::size_t) {
           const std::string name{column.name};
           return name + " = excluded." + name;
         });
}

std::string insert(Dialect dialect, const Table& table) {
  const auto rows = dialect == Dialect::sqlite
                        ? "VALUES (" + numbered(table.columns) + ")"
                        : "SELECT * FROM " + unnest(table.columns);
  return "INSERT INTO " + std::string(table.name) + " (" + names(table.columns) + ") " + rows;
}

std::string update(Dialect dialect, const Table& table) {
  std::string set;
  for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
    if (table.columns[i].fixed) continue;
    const std::string name{table.columns[i].name};
    if (!set.empty()) set += ", ";
    set += name + " = ";
    set += dialect == Dialect::sqlite ? "?" + std::to_string(i + 1) : "given." + name;
  }
  const auto head = "UPDATE " + std::string(table.name) + " SET " + set;
  if (dialect == Dialect::sqlite) return head + " WHERE " + equal_numbered(key_of(table));
  return head + " FROM " + given(table.columns) + " WHERE " + equal_given(table, key_of(table));
}

std::string erase(Dialect dialect, const Table& table) {
  const auto head = "DELETE FROM " + std::string(table.name);
  if (dialect == Dialect::sqlite) return head + " WHERE " + equal_numbered(key_of(table));
  return head + " USING " + given(key_of(table)) + " WHERE " + equal_given(table, key_of(table));
}

}  // namespace

std::vector<Column> columns_given(const Table& table, Verb verb) {
  return verb == Verb::erase ? key_of(table) : table.columns;
}

std::string write_statement(Dialect dialect, const Table& table, Verb verb) {
  switch (verb) {
    case Verb::insert: return insert(dialect, table);
    case Verb::keep: return insert(dialect, table) + " ON CONFLICT DO NOTHING";
    case Verb::update: return update(dialect, table);
    case Verb::upsert: return insert(dialect, table) + on_conflict(table);
    case Verb::erase: break;
  }
  return erase(dialect, table);
}

std::string read_statement(Dialect dialect, const Table& table, const std::vector<Column>& by,
                           std::string_view only) {
  const std::string name{table.name};
  const auto besides = only.empty() ? std::string{} : " AND " + std::string(only);
  if (dialect == Dialect::sqlite) {
    return "SELECT " + names(table.columns) + " FROM " + name + " WHERE " + equal_numbered(by) +
           besides;
  }
  return "SELECT " + select_list(table, name) + " FROM " + name + " JOIN " + given(by) + " ON " +
         equal_given(table, by) + besides;
}

std::string select_list(const Table& table, std::string_view of) {
  return join(table.columns, ", ", [&](const Column& column, std::size_t) {
    return (of.empty() ? std::string{} : std::string(of) + ".") + std::string(column.name);
  });
}

std::string shape(const std::vector<Column>& columns) {
  return join(columns, "", [](const Column& column, std::size_t) {
    return std::string(1, column.type);
  });
}

}  // namespace sql
