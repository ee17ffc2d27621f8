#include <billing/domain/calendar.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>

#include <shared/domain/instant.hpp>

namespace billing {
namespace {

using std::chrono::sys_days;

constexpr std::string_view midnight = "T00:00:00.000Z";
constexpr std::size_t date_length = 10;

// So many months behind the anchor, on its day or the month's last.
LocalDate months_behind(LocalDate anchor, std::int64_t months) {
  const std::int64_t month =
      std::int64_t{12} * int{anchor.year()} + unsigned{anchor.month()} - 1 + months;
  assert(month / 12 <= 9999);
  const std::chrono::year_month in{std::chrono::year{static_cast<int>(month / 12)},
                                   std::chrono::month{static_cast<unsigned>(month % 12 + 1)}};
  const auto last = (in / std::chrono::last).day();
  return in / std::min(anchor.day(), last);
}

}  // namespace

std::string to_text(LocalDate date) {
  return shared::to_rfc3339(sys_days{date}).substr(0, date_length);
}

std::optional<LocalDate> parse_local_date(std::string_view text) {
  const auto at = shared::parse_rfc3339(std::string{text}.append(midnight));
  if (!at) return std::nullopt;
  const LocalDate date{std::chrono::floor<std::chrono::days>(*at)};
  if (date.year() < std::chrono::year{1}) return std::nullopt;
  return date;
}

LocalDate plus_days(LocalDate date, std::int64_t days) {
  return sys_days{date} + std::chrono::days{days};
}

std::int64_t days_between(LocalDate a, LocalDate b) { return (sys_days{b} - sys_days{a}).count(); }

std::string_view to_text(Interval interval) {
  return interval == Interval::month ? "month" : "year";
}

std::optional<Interval> parse_interval(std::string_view text) {
  if (text == "month") return Interval::month;
  if (text == "year") return Interval::year;
  return std::nullopt;
}

Period BillingCycle::period(std::int64_t n) const {
  assert(n >= 0);
  const std::int64_t months = interval == Interval::month ? 1 : 12;
  return {months_behind(anchor, n * months), months_behind(anchor, (n + 1) * months)};
}

}  // namespace billing
