#include <adapters/sql/sync/sql_aggregate_states.hpp>

#include <utility>

#include <adapters/sql/statements.hpp>

namespace sql {
namespace {

std::string select(const Table& table) {
  return "SELECT " + select_list(table) + " FROM " + std::string{table.name} + " WHERE " +
         std::string{table.columns.front().name};
}

std::string ordered(const Table& table) {
  return " ORDER BY " + std::string{table.columns.front().name} + " LIMIT :rows";
}

}  // namespace

SqlAggregateStates::SqlAggregateStates(Session& reader, std::string_view aggregate_type,
                                       const Table& table, Say say, KeyForm form)
    : aggregate_type_(aggregate_type),
      say_(std::move(say)),
      form_(form),
      behind_(reader, select(table) + " > :key" + ordered(table), "tn", shape(table.columns)),
      find_(reader, select(table) + " = :key", "t", shape(table.columns)) {}

std::vector<sync::AggregateState> SqlAggregateStates::behind(const std::string& key,
                                                             std::size_t rows_max) {
  std::vector<sync::AggregateState> rows;
  behind_.with(form_.to_stored(key), rows_max).each([&] { rows.push_back(say_(behind_)); });
  return rows;
}

std::optional<sync::AggregateState> SqlAggregateStates::find(const std::string& key) {
  if (!find_.with(form_.to_stored(key)).one()) return std::nullopt;
  return say_(find_);
}

}  // namespace sql
