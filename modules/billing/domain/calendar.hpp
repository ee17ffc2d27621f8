#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// LocalDate: a day of some time zone's calendar, without the zone.
//   Shape   std::chrono::year_month_day, always a day that exists; as text "2026-02-28"
//   Source  ISO 8601, proleptic Gregorian, years 0001 to 9999
namespace billing {

using LocalDate = std::chrono::year_month_day;

std::string to_text(LocalDate date);
std::optional<LocalDate> parse_local_date(std::string_view text);

LocalDate plus_days(LocalDate date, std::int64_t days);
// From a to b; negative where b is earlier.
std::int64_t days_between(LocalDate a, LocalDate b);

// Period: days of a calendar, half open: `start` is in it, `end` is not.
struct Period {
  LocalDate start;
  LocalDate end;

  std::int64_t days() const { return days_between(start, end); }
  bool contains(LocalDate date) const { return start <= date && date < end; }
  bool operator==(const Period&) const = default;
};

// Interval: how long one period of a price is.
enum class Interval { month, year };

std::string_view to_text(Interval interval);
std::optional<Interval> parse_interval(std::string_view text);

// BillingCycle: the periods of a subscription, one behind the other without gap or overlap, from an
// anchor day on. Period n begins n intervals after the anchor, or on the last day of that month
// where it has no such day: 31 January, 28 February, 31 March.
struct BillingCycle {
  LocalDate anchor;
  Interval interval = Interval::month;

  // n >= 0, and small enough for the period to end within the calendar.
  Period period(std::int64_t n) const;
};

}  // namespace billing
