#pragma once

#include <functional>
#include <string>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/key_form.hpp>
#include <adapters/sql/table.hpp>

#include <ports/sync/state_reader.hpp>

namespace sql {

// SqlAggregateStates: the rows of one table of aggregates, by its key, each said as its events say
// it.
class SqlAggregateStates final : public sync::AggregateStates {
 public:
  // The state that the query shows a row of, in the order of the table's columns.
  using Say = std::function<sync::AggregateState(const Query& row)>;

  SqlAggregateStates(Session& reader, std::string_view aggregate_type, const Table& table, Say say,
                     KeyForm form = {});

  std::string_view aggregate_type() const override { return aggregate_type_; }
  std::vector<sync::AggregateState> behind(const std::string& key, std::size_t rows_max) override;
  std::optional<sync::AggregateState> find(const std::string& key) override;

 private:
  const std::string aggregate_type_;
  const Say say_;
  const KeyForm form_;
  Query behind_;
  Query find_;
};

}  // namespace sql
