#pragma once

#include <string>
#include <string_view>

#include <billing/domain/calendar.hpp>
#include <shared/domain/instant.hpp>

namespace billing {

// TimeZones: what clocks on walls show. An unknown zone counts as UTC.
//   Source  the IANA time zone database of the machine
class TimeZones {
 public:
  virtual ~TimeZones() = default;
  virtual LocalDate day_of(std::string_view zone, shared::Instant at) const = 0;
  // The first instant of that day: also where midnight does not exist, or comes twice.
  virtual shared::Instant start_of(std::string_view zone, LocalDate day) const = 0;
};

}  // namespace billing
