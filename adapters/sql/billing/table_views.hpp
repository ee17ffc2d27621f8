#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <adapters/sql/billing/filtered_lists.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/statements.hpp>

namespace sql {

// TableViews: a table as readers see it: a row by its id, and pages in order of id.
//   Shape   Mapping is that of SqlRows, and reads from a Query too; the table's key is `id`
template <class Mapping>
class TableViews {
 public:
  using Key = typename Mapping::Key;
  using Row = typename Mapping::Row;

  explicit TableViews(Session& reader)
      : find_(reader, select() + " WHERE id = :id", "t", shape(Mapping::table().columns)),
        pages_(reader, select() + " WHERE 1 = 1", " ORDER BY id LIMIT :rows",
               shape(Mapping::table().columns)) {}

  std::optional<Row> find(const Key& id) {
    if (!find_.with(id.text()).one()) return std::nullopt;
    return Mapping::read(find_);
  }
  billing::Page<Row> page(Conditions conditions, const std::optional<Key>& after,
                          std::size_t limit) {
    conditions.add(" AND id > :after", after ? after->text() : std::string{});
    return page_of<Row>(pages_.with(conditions, limit + 1), limit,
                        [](const Query& row) { return Mapping::read(row); });
  }

 private:
  static std::string select() {
    return "SELECT " + select_list(Mapping::table()) + " FROM " +
           std::string{Mapping::table().name};
  }

  Query find_;
  FilteredLists pages_;
};

}  // namespace sql
