#pragma once

#include <cstdint>
#include <optional>

#include <billing/domain/billing_ids.hpp>
#include <billing/domain/calendar.hpp>
#include <billing/domain/money.hpp>

namespace billing {

// RevenueSchedule: how one invoice's amount is earned, day by day over its period: day k of n has
// earned part(amount, k, n), so that the last day takes what rounding left.
//   Shape   one per invoice; next_on: the first day not recognized yet, nothing once all is
struct RevenueSchedule {
  InvoiceId invoice;
  Money amount;
  Period period;
  std::int64_t recognized_minor = 0;
  std::optional<LocalDate> next_on;

  // Earns all days before `today`; what that adds.
  std::int64_t recognize_before(LocalDate today);
  bool operator==(const RevenueSchedule&) const = default;
};

}  // namespace billing
