#pragma once

#include <chrono>

#include <ports/billing/billing_rows.hpp>

#include <billing/domain/entries.hpp>
#include <shared/domain/instant.hpp>

namespace billing {

inline constexpr const char* clock_row = "clock";

// Billing's own time: the wall clock's, plus how far somebody advanced it. The row must be wanted.
inline shared::Instant billing_time(ClockSettings& clock, shared::Instant wall) {
  const auto setting = clock.find(clock_row);
  return wall + std::chrono::milliseconds{setting ? setting->ahead_ms : 0};
}

}  // namespace billing
