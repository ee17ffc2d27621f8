#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include <ports/shared/rows.hpp>

#include <insight/domain/metric.hpp>
#include <insight/domain/series.hpp>

namespace insight {

// CountKey: of what, in which currency (empty where it is no money), on which day.
struct CountKey {
  Metric metric = Metric::sign_ups;
  std::string currency;
  Day day;

  // "mrr/eur/2026-02-28", "sign_ups//2026-02-28": the days of one metric stand beside each other.
  std::string text() const {
    return std::string{to_text(metric)} + '/' + currency + '/' + to_text(day);
  }
  auto operator<=>(const CountKey&) const = default;
};

struct CountRow {
  CountKey key;
  std::int64_t value = 0;

  bool operator==(const CountRow&) const = default;
};

// DayCounts: the tallies, as the write lane sees them.
using DayCounts = shared::Rows<CountKey, CountRow>;

// DayCountViews: the tallies as readers see them: durable state only.
class DayCountViews {
 public:
  virtual ~DayCountViews() = default;
  // All of one metric and currency up to `to`, in order of day.
  virtual std::vector<DayCount> of(Metric metric, const std::string& currency, Day to) = 0;
  // In which currencies there is anything of it, in order.
  virtual std::vector<std::string> currencies(Metric metric) = 0;
};

}  // namespace insight
