#pragma once

#include <string_view>

#include <ports/billing/time_zones.hpp>

namespace zones {

// IanaTimeZones: the time zone database of the machine, read once. Any thread may ask.
//   Limits  behind 2037 there are no rules: clocks stay as they stand at the end of that year
//   Errors  the constructor throws std::runtime_error where the machine has no such database
//   Source  the package tzdata, through Howard Hinnant's date library
class IanaTimeZones final : public billing::TimeZones {
 public:
  IanaTimeZones();

  bool knows(std::string_view zone) const override;
  billing::LocalDate day_of(std::string_view zone, shared::Instant at) const override;
  shared::Instant start_of(std::string_view zone, billing::LocalDate day) const override;
};

}  // namespace zones
