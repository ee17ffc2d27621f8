#pragma once

#include <string>
#include <string_view>

#include <billing/domain/calendar.hpp>
#include <shared/domain/instant.hpp>

namespace billing {

// TimeZones: what clocks on walls show. A zone that is not known counts as UTC: one that a
// subscription was sold in may vanish from the database later, and its periods must go on.
//   Source  the IANA time zone database of the machine
class TimeZones {
 public:
  virtual ~TimeZones() = default;
  virtual bool knows(std::string_view zone) const = 0;
  virtual LocalDate day_of(std::string_view zone, shared::Instant at) const = 0;
  // The first instant of that day: also where midnight does not exist, or comes twice.
  virtual shared::Instant start_of(std::string_view zone, LocalDate day) const = 0;
};

}  // namespace billing
