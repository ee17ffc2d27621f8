#include <billing/domain/revenue_schedule.hpp>

#include <algorithm>

#include <shared/domain/planted_bug.hpp>

namespace billing {

std::int64_t RevenueSchedule::recognize_before(LocalDate today) {
  if (!next_on || today <= *next_on) return 0;
  const std::int64_t all = period.days();
  const std::int64_t done = std::min(days_between(period.start, today), all);
  const bool day_lost = SIM_BUG("recognition_day_lost") && done < all;
  const std::int64_t earned = part(amount.amount_minor, day_lost ? done - 1 : done, all);
  const std::int64_t added = earned - recognized_minor;
  recognized_minor = earned;
  next_on = done < all ? std::optional{plus_days(period.start, done)} : std::nullopt;
  return added;
}

}  // namespace billing
