#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <insight/domain/band.hpp>
#include <insight/domain/metric.hpp>

namespace insight {

// A UTC day; as text "2026-02-28".
using Day = std::chrono::sys_days;

std::string to_text(Day day);
std::optional<Day> parse_day(std::string_view text);

// DayCount: what one metric came to on one day: of a level, by how much it changed.
struct DayCount {
  Day day;
  std::int64_t value = 0;

  bool operator==(const DayCount&) const = default;
};

// Point: one day of a chart.
struct Point {
  Day day;
  std::int64_t value = 0;     // of a level: at the end of the day
  std::int64_t change = 0;    // of a level: by what the day changed it; of a flow: the value again
  std::optional<Band> usual;  // for the flow, or for the level's change on that day
  bool unusual = false;       // outside it; a day that is not over is never unusually low

  bool operator==(const Point&) const = default;
};

// Every day from `from` to `to`, also those on which nothing happened. The bands look back further,
// to the first day that ever counted: nothing is usual before anything happened.
//   Shape   counts: all that are known up to `to`, in order of day, each day once
//   Units   `today` is the day that is not over yet; MRR arrives as what it is a year and leaves
//           as what it is a month, rounded half away from zero
std::vector<Point> series(Metric metric, const std::vector<DayCount>& counts, Day from, Day to,
                          Day today);

}  // namespace insight
