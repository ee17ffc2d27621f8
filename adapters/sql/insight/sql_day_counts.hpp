#pragma once

#include <functional>
#include <string>
#include <vector>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/insight/day_counts.hpp>

namespace sql {

// DayCountRow: how a tally lies in day_count.
struct DayCountRow {
  using Key = insight::CountKey;
  using Row = insight::CountRow;
  struct Hash {
    std::size_t operator()(const Key& key) const { return std::hash<std::string>{}(key.text()); }
  };

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.key; }
  static void write(SetWrite& cells, const Row& row) { cells.cell(row.value); }
  static Row read(const SetRead& cells);
};

using SqlDayCounts = SqlRows<DayCountRow>;

// SqlDayCountViews: day_count as readers see it.
class SqlDayCountViews final : public insight::DayCountViews {
 public:
  explicit SqlDayCountViews(Session& reader);

  std::vector<insight::DayCount> of(insight::Metric metric, const std::string& currency,
                                    insight::Day to) override;
  std::vector<std::string> currencies(insight::Metric metric) override;

 private:
  Query of_;
  Query next_;
};

}  // namespace sql
