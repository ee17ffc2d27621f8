#include <adapters/zones/billing/iana_time_zones.hpp>

#include <chrono>
#include <stdexcept>

#include <date/tz.h>

namespace zones {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;

// Null where there is no zone of that name. The library keeps each zone once it was read, and finds
// it by binary search.
const date::time_zone* find(std::string_view zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

IanaTimeZones::IanaTimeZones() {
  if (find("UTC") == nullptr) {
    throw std::runtime_error(
        "this machine has no time zone database: install tzdata, then start again");
  }
}

bool IanaTimeZones::knows(std::string_view zone) const { return find(zone) != nullptr; }

billing::LocalDate IanaTimeZones::day_of(std::string_view zone, shared::Instant at) const {
  auto shown = floor<seconds>(at);
  if (const auto* found = find(zone)) shown += found->get_info(shown).offset;
  return billing::LocalDate{floor<days>(shown)};
}

shared::Instant IanaTimeZones::start_of(std::string_view zone, billing::LocalDate day) const {
  const std::chrono::sys_days midnight{day};
  const auto* found = find(zone);
  if (found == nullptr) return midnight;
  const auto shown = date::local_seconds{seconds{midnight.time_since_epoch()}};
  const auto info = found->get_info(shown);
  // Clocks went over midnight, or over the whole day: what follows begins where they did so.
  if (info.result == date::local_info::nonexistent) return info.first.end;
  return std::chrono::sys_seconds{shown.time_since_epoch()} - info.first.offset;
}

}  // namespace zones
