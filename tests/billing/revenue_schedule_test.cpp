#include <billing/domain/revenue_schedule.hpp>

#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/domain_samples.hpp>

namespace {

using billing::Period;
using billing::RevenueSchedule;
using billing_samples::day;
using billing_samples::eur;

RevenueSchedule schedule_of(std::int64_t amount_minor, Period period) {
  return {.invoice = {billing_samples::uuid(7)},
          .amount = eur(amount_minor),
          .period = period,
          .recognized_minor = 0,
          .next_on = period.start};
}

TEST(RevenueSchedule, EarnsDayByDayAndOnTheLastDayTheRest) {
  auto schedule = schedule_of(100, {day(2026, 3, 1), day(2026, 3, 4)});
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 1)), 0);
  EXPECT_EQ(schedule.next_on, day(2026, 3, 1));
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 2)), 33);
  EXPECT_EQ(schedule.next_on, day(2026, 3, 2));
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 3)), 33);
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 4)), 34);
  EXPECT_FALSE(schedule.next_on);
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 5)), 0);
  EXPECT_EQ(schedule.recognized_minor, 100);
}

TEST(RevenueSchedule, EarnsADayOnceAndNeverGoesBack) {
  auto schedule = schedule_of(3100, {day(2026, 3, 1), day(2026, 4, 1)});
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 11)), 1000);
  const auto before = schedule;
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 11)), 0);
  EXPECT_EQ(schedule.recognize_before(day(2026, 3, 5)), 0);
  EXPECT_EQ(schedule.recognize_before(day(2025, 3, 5)), 0);
  EXPECT_EQ(schedule, before);
}

TEST(RevenueSchedule, CatchesUpAtOnceHoweverLate) {
  auto schedule = schedule_of(999, {day(2026, 2, 28), day(2027, 2, 28)});
  EXPECT_EQ(schedule.recognize_before(day(2050, 1, 1)), 999);
  EXPECT_FALSE(schedule.next_on);
}

// Whatever the days on which somebody asks.
RC_GTEST_PROP(RevenueSchedule, EarnsTheWholeAmountInTheEndAndNeverLessThanBefore, ()) {
  const auto amount =
      *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 5000), rc::gen::positive<std::int64_t>());
  const auto days = *rc::gen::inRange<std::int64_t>(1, 400);
  const auto start = billing::plus_days(day(2020, 1, 1), *rc::gen::inRange(0, 4000));
  auto schedule = schedule_of(amount, {start, billing::plus_days(start, days)});

  std::int64_t sum = 0;
  const auto asked = *rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::inRange<std::int64_t>(-10, days + 10));
  for (const auto offset : asked) {
    const auto today = billing::plus_days(start, offset);
    const auto before = schedule.next_on;
    const auto added = schedule.recognize_before(today);
    RC_ASSERT(added >= 0);
    sum += added;
    RC_ASSERT(sum == schedule.recognized_minor);
    if (before && today > *before) RC_ASSERT((!schedule.next_on || *schedule.next_on == today));
    if (schedule.next_on) {
      const auto done = billing::days_between(start, *schedule.next_on);
      RC_ASSERT(sum == billing::part(amount, done, days));
    }
  }
  sum += schedule.recognize_before(billing::plus_days(start, days));
  RC_ASSERT(sum == amount);
  RC_ASSERT(!schedule.next_on.has_value());
}

}  // namespace
