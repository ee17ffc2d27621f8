#include <billing/domain/calendar.hpp>

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/domain_samples.hpp>

namespace {

using billing::BillingCycle;
using billing::Interval;
using billing::LocalDate;
using billing::Period;
using billing_samples::day;

TEST(LocalDate, IsReadAndWrittenAsIso8601) {
  EXPECT_EQ(billing::to_text(day(2026, 2, 28)), "2026-02-28");
  EXPECT_EQ(billing::to_text(day(1, 1, 1)), "0001-01-01");
  EXPECT_EQ(billing::parse_local_date("2024-02-29"), day(2024, 2, 29));
  EXPECT_EQ(billing::parse_local_date("9999-12-31"), day(9999, 12, 31));
}

TEST(LocalDate, IsADayThatExistsInOneForm) {
  for (const auto* text :
       {"", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00",
        "0000-01-01", "26-02-28", "2026-2-28", "20260228", "2026-02-28 ", " 2026-02-28",
        "2026-02-28T", "2026/02/28", "10000-01-01", "-001-01-01", "2026-02-2x"}) {
    EXPECT_FALSE(billing::parse_local_date(text)) << text;
  }
}

RC_GTEST_PROP(LocalDate, CountsDaysThereAndBack, ()) {
  const auto start =
      billing::plus_days(day(1970, 1, 1), *rc::gen::inRange<std::int64_t>(-719162, 2932896));
  const auto days = *rc::gen::inRange<std::int64_t>(-100000, 100000);
  const auto end = billing::plus_days(start, days);
  RC_ASSERT(billing::days_between(start, end) == days);
  RC_ASSERT(billing::days_between(end, start) == -days);
  RC_ASSERT(billing::parse_local_date(billing::to_text(start)) == start);
}

TEST(Period, IsHalfOpen) {
  const Period period{day(2026, 1, 31), day(2026, 2, 28)};
  EXPECT_EQ(period.days(), 28);
  EXPECT_TRUE(period.contains(day(2026, 1, 31)));
  EXPECT_TRUE(period.contains(day(2026, 2, 27)));
  EXPECT_FALSE(period.contains(day(2026, 2, 28)));
  EXPECT_FALSE(period.contains(day(2026, 1, 30)));
}

TEST(Interval, IsAMonthOrAYear) {
  for (const auto interval : {Interval::month, Interval::year}) {
    EXPECT_EQ(billing::parse_interval(billing::to_text(interval)), interval);
  }
  for (const auto* text : {"", "week", "Month", "months"}) {
    EXPECT_FALSE(billing::parse_interval(text)) << text;
  }
}

struct Cycle {
  const char* what;
  BillingCycle cycle;
  std::vector<LocalDate> starts;
};

// What went wrong elsewhere, worked by hand. Each is a cycle of the catalogue of complaints.
const Cycle worked[] = {
    {"the 31st comes back behind every short month",
     {day(2017, 1, 31), Interval::month},
     {day(2017, 1, 31), day(2017, 2, 28), day(2017, 3, 31), day(2017, 4, 30), day(2017, 5, 31)}},
    {"the 31st in a leap year",
     {day(2023, 12, 31), Interval::month},
     {day(2023, 12, 31), day(2024, 1, 31), day(2024, 2, 29), day(2024, 3, 31), day(2024, 4, 30)}},
    {"the 30th passes a February of 29 days",
     {day(2024, 1, 30), Interval::month},
     {day(2024, 1, 30), day(2024, 2, 29), day(2024, 3, 30)}},
    {"the 29th passes a February of 28 days",
     {day(2023, 1, 29), Interval::month},
     {day(2023, 1, 29), day(2023, 2, 28), day(2023, 3, 29)}},
    {"the last day of February is no end of month by nature",
     {day(2023, 2, 28), Interval::month},
     {day(2023, 2, 28), day(2023, 3, 28), day(2023, 4, 28)}},
    {"a year from the leap day",
     {day(2024, 2, 29), Interval::year},
     {day(2024, 2, 29), day(2025, 2, 28), day(2026, 2, 28), day(2027, 2, 28), day(2028, 2, 29)}},
    {"a year from the leap day, through the century that has none",
     {day(2096, 2, 29), Interval::year},
     {day(2096, 2, 29), day(2097, 2, 28), day(2098, 2, 28), day(2099, 2, 28), day(2100, 2, 28)}},
    {"a year's end",
     {day(2025, 11, 30), Interval::month},
     {day(2025, 11, 30), day(2025, 12, 30), day(2026, 1, 30), day(2026, 2, 28)}},
};

TEST(BillingCycle, KeepsTheDayOfItsAnchorThroughShortMonths) {
  for (const auto& [what, cycle, starts] : worked) {
    for (std::size_t n = 0; n < starts.size(); ++n) {
      EXPECT_EQ(cycle.period(static_cast<std::int64_t>(n)).start, starts[n])
          << what << ": period " << n << " starts on "
          << billing::to_text(cycle.period(static_cast<std::int64_t>(n)).start);
    }
  }
}

// By the calendar's own rule, not by std::chrono.
unsigned days_in(int year, unsigned month) {
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2) return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

struct Wrong {
  int month = 0;
  int day = 0;
  int adjoining = 0;
};

// Whether period n begins n intervals behind the anchor, on its day or the month's last, and ends
// where the next one begins.
void check(const BillingCycle& cycle, std::int64_t n, Wrong& wrong) {
  const auto period = cycle.period(n);
  const auto index = [](LocalDate date) {
    return int{date.year()} * 12 + static_cast<int>(unsigned{date.month()});
  };
  const auto months = n * (cycle.interval == Interval::month ? 1 : 12);
  if (index(period.start) - index(cycle.anchor) != months) ++wrong.month;
  const auto last = days_in(int{period.start.year()}, unsigned{period.start.month()});
  if (unsigned{period.start.day()} != std::min(unsigned{cycle.anchor.day()}, last)) ++wrong.day;
  if (period.end != cycle.period(n + 1).start || !(period.start < period.end)) ++wrong.adjoining;
}

TEST(BillingCycle, NeitherDriftsNorLeavesGapsFromAnyAnchorOf130Years) {
  const std::int64_t months[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 47, 48, 1199};
  const std::int64_t years[] = {0, 1, 2, 3, 4, 5, 8, 99};
  Wrong wrong;
  for (LocalDate anchor = day(1970, 1, 1); anchor < day(2101, 1, 1);
       anchor = billing::plus_days(anchor, 1)) {
    for (const auto n : months) check({anchor, Interval::month}, n, wrong);
    for (const auto n : years) check({anchor, Interval::year}, n, wrong);
  }
  EXPECT_EQ(wrong.month, 0);
  EXPECT_EQ(wrong.day, 0);
  EXPECT_EQ(wrong.adjoining, 0);
}

RC_GTEST_PROP(BillingCycle, GivesEveryDayToExactlyOnePeriod, ()) {
  const auto anchor =
      billing::plus_days(day(1970, 1, 1), *rc::gen::inRange<std::int64_t>(0, 47847));
  const auto interval = *rc::gen::element(Interval::month, Interval::year);
  const auto date = billing::plus_days(anchor, *rc::gen::inRange<std::int64_t>(0, 3000));
  int holders = 0;
  for (std::int64_t n = 0; n < 102; ++n) {
    if (BillingCycle{anchor, interval}.period(n).contains(date)) ++holders;
  }
  RC_ASSERT(holders == 1);
}

}  // namespace
