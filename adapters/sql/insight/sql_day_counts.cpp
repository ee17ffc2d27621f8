#include <adapters/sql/insight/sql_day_counts.hpp>

#include <string_view>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

insight::CountKey parse_key(std::string_view text) {
  const auto first = text.find('/');
  const auto second = text.find('/', first == text.npos ? first : first + 1);
  if (second != text.npos) {
    const auto metric = insight::parse_metric(text.substr(0, first));
    const auto day = insight::parse_day(text.substr(second + 1));
    if (metric && day) {
      return {*metric, std::string{text.substr(first + 1, second - first - 1)}, *day};
    }
  }
  throw sync::StoreBroken("a day_count row that cannot be read");
}

}  // namespace

const Table& DayCountRow::table() {
  static const Table day_count{"day_count", {{"count_key", 't'}, {"value", 'n'}}};
  return day_count;
}

insight::CountRow DayCountRow::read(const SetRead& cells) {
  return {parse_key(cells.text(0)), cells.number(1)};
}

SqlDayCountViews::SqlDayCountViews(Session& reader)
    : of_(reader,
          "SELECT count_key, value FROM day_count WHERE count_key >= :first "
          "AND count_key <= :last ORDER BY count_key",
          "tt", "tn"),
      next_(reader,
            "SELECT count_key FROM day_count WHERE count_key >= :first AND count_key < :behind "
            "ORDER BY count_key LIMIT 1",
            "tt", "t") {}

std::vector<insight::DayCount> SqlDayCountViews::of(insight::Metric metric,
                                                    const std::string& currency,
                                                    insight::Day to) {
  const auto prefix = std::string{insight::to_text(metric)} + '/' + currency + '/';
  std::vector<insight::DayCount> counts;
  of_.with(prefix, prefix + insight::to_text(to)).each([&] {
    counts.push_back({parse_key(of_.text(0)).day, of_.number(1)});
  });
  return counts;
}

// Skips from currency to currency: there are few, and each has many days.
std::vector<std::string> SqlDayCountViews::currencies(insight::Metric metric) {
  const auto prefix = std::string{insight::to_text(metric)} + '/';
  const auto behind = std::string{insight::to_text(metric)} + '0';  // '0' follows '/'
  std::vector<std::string> found;
  auto from = prefix;
  while (next_.with(from, behind).one()) {
    found.push_back(parse_key(next_.text(0)).currency);
    from = prefix + found.back() + '0';
  }
  return found;
}

}  // namespace sql
