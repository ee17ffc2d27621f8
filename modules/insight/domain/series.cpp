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

// Rounded half away from zero.
std::int64_t a_month_of(std::int64_t a_year) {
  const auto rest = a_year % 12;
  return a_year / 12 + (rest >= 6 ? 1 : rest <= -6 ? -1 : 0);
}

// The flow of each day from the first that a band looks back to, or that counts.
struct Flow {
  Day first;
  std::vector<std::int64_t> values;
};

Flow flow_of(const std::vector<DayCount>& counts, Day from, Day to) {
  const auto look_back = from - std::chrono::days{Band::days_max};
  Flow flow{counts.empty() ? from : std::clamp(counts.front().day, look_back, from), {}};
  const auto days = static_cast<std::size_t>((to - flow.first).count() + 1);
  flow.values.assign(days, 0);
  for (const auto& count : counts) {
    if (count.day < flow.first || count.day > to) continue;
    flow.values[static_cast<std::size_t>((count.day - flow.first).count())] = count.value;
  }
  return flow;
}

// A chart ends at the ends of the range.
std::int64_t sum_of(std::int64_t one, std::int64_t other) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(one, other, &sum)) return sum;
  return one < 0 ? INT64_MIN : INT64_MAX;
}

std::int64_t shown(Metric metric, std::int64_t value) {
  return metric == Metric::mrr ? a_month_of(value) : value;
}

// The day's change against those before it.
void mark(Point& point, Metric metric, const std::vector<std::int64_t>& earlier, Day today) {
  point.usual = Band::of(earlier);
  if (!point.usual) return;
  // Less than nothing does not happen on a day; a level's change may be a fall.
  if (!is_level(metric)) point.usual->low = std::max<std::int64_t>(point.usual->low, 0);
  if (point.usual->holds(point.change)) return;
  point.unusual = point.day < today || point.change > point.usual->high;
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
    if (count.day < flow.first) level = sum_of(level, count.value);
  }
  std::vector<std::int64_t> earlier;
  std::vector<Point> points;
  for (std::size_t i = 0; i < flow.values.size(); ++i) {
    const auto day = flow.first + std::chrono::days{static_cast<int>(i)};
    const auto change = shown(metric, flow.values[i]);
    level = sum_of(level, flow.values[i]);
    if (day >= from) {
      Point point{day, is_level(metric) ? shown(metric, level) : change, change, {}, false};
      mark(point, metric, earlier, today);
      points.push_back(point);
    }
    if (!counts.empty() && day >= counts.front().day) earlier.push_back(change);
  }
  return points;
}

}  // namespace insight
