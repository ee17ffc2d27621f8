#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <shared/domain/instant.hpp>

namespace billing {

// Duration: so much of a calendar.
//   Shape   months, days and seconds, each 0 or more and together more than 0
//   Source  ISO 8601: "P1M", "P1Y6M", "P2W", "P3DT12H", "PT30M", in whole numbers of at most 6
//           digits
struct Duration {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t seconds = 0;

  bool operator==(const Duration&) const = default;
};

std::optional<Duration> parse_duration(std::string_view text);

// Months first, on the last day of a month that has no such day; then days, then seconds; in UTC.
// Nothing where that leaves the calendar, whose last year is 9999.
std::optional<shared::Instant> plus(shared::Instant at, const Duration& duration);

}  // namespace billing
