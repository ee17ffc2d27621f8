#include <insight/domain/series.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace insight {
namespace {

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, value);
  if (failure != std::errc{} || stop != end || digits.front() == '-') return std::nullopt;
  return value;
}

std::int64_t a_month_of(std::int64_t a_year) {
  const std::int64_t half = a_year < 0 ? -6 : 6;
  return (a_year + half) / 12;
}

// The flow of each day from the first that counts or is asked for.
struct Flow {
  Day first;
  std::vector<std::int64_t> values;
};

Flow flow_of(const std::vector<DayCount>& counts, Day from, Day to) {
  const auto look_back = from - std::chrono::days{Band::days_max};
  Flow flow{look_back, {}};
  // Nothing is usual before anything ever happened.
  if (!counts.empty()) flow.first = std::clamp(counts.front().day, look_back, from);
  else flow.first = from;
  const auto days = static_cast<std::size_t>((to - flow.first).count() + 1);
  flow.values.assign(days, 0);
  for (const auto& count : counts) {
    if (count.day < flow.first || count.day > to) continue;
    flow.values[static_cast<std::size_t>((count.day - flow.first).count())] += count.value;
  }
  return flow;
}

}  // namespace

std::string to_text(Day day) {
  const std::chrono::year_month_day date{day};
  std::array<char, 11> text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', '\0'};
  const auto put = [&text](std::size_t end, unsigned value) {
    for (; value != 0; value /= 10) text[--end] = static_cast<char>('0' + value % 10);
  };
  put(4, static_cast<unsigned>(int{date.year()}));
  put(7, unsigned{date.month()});
  put(10, unsigned{date.day()});
  return text.data();
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

std::vector<Point> series(Metric metric, const std::vector<DayCount>& counts, Day from, Day to,
                          Day today) {
  if (to < from) return {};
  const auto flow = flow_of(counts, from, to);
  std::int64_t level = 0;
  for (const auto& count : counts) {
    if (count.day < flow.first) level += count.value;
  }
  const auto shown = [metric](std::int64_t value) {
    return metric == Metric::mrr ? a_month_of(value) : value;
  };
  std::vector<std::int64_t> earlier;
  std::vector<Point> points;
  for (std::size_t i = 0; i < flow.values.size(); ++i) {
    const auto value = shown(flow.values[i]);
    level += flow.values[i];
    const auto day = flow.first + std::chrono::days{static_cast<int>(i)};
    if (day >= from) {
      Point point{day, is_level(metric) ? shown(level) : value, Band::of(earlier), false};
      // Less than nothing does not happen on a day; a level's change may be a fall.
      if (point.usual && !is_level(metric)) {
        point.usual->low = std::max<std::int64_t>(point.usual->low, 0);
      }
      if (point.usual && !point.usual->holds(value)) {
        point.unusual = day < today || value > point.usual->high;
      }
      points.push_back(point);
    }
    earlier.push_back(value);
  }
  return points;
}

}  // namespace insight
