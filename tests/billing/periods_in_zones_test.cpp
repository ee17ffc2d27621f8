#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/zones/billing/iana_time_zones.hpp>

#include <billing/application/spans.hpp>

namespace {

using billing::BillingCycle;
using billing::Interval;

struct Case {
  const char* what;
  const char* zone;
  const char* begins;  // when somebody subscribes
  Interval interval;
  std::vector<std::string_view> due;  // when periods end
};

// Somebody subscribes in a zone; where other products asked the clock of their own machine, the
// customer was billed on another day than their own.
const Case cases[] = {
    {"the evening of the 31st in New York is the 1st in UTC",
     "America/New_York",
     "2026-02-01T02:30:00Z",
     Interval::month,
     {"2026-02-28T05:00:00.000Z", "2026-03-31T04:00:00.000Z", "2026-04-30T04:00:00.000Z"}},
    {"the morning of the 1st in Tokyo is the 31st in UTC",
     "Asia/Tokyo",
     "2026-01-31T20:00:00Z",
     Interval::month,
     {"2026-02-28T15:00:00.000Z", "2026-03-31T15:00:00.000Z", "2026-04-30T15:00:00.000Z"}},
    {"summer time begins within the period",
     "Europe/Berlin",
     "2026-03-15T09:00:00Z",
     Interval::month,
     {"2026-04-14T22:00:00.000Z", "2026-05-14T22:00:00.000Z"}},
    {"summer time ends within the period",
     "Europe/Berlin",
     "2026-10-15T09:00:00Z",
     Interval::month,
     {"2026-11-14T23:00:00.000Z"}},
    {"a period ends on the night without midnight",
     "America/Havana",
     "2026-02-08T12:00:00Z",
     Interval::month,
     {"2026-03-08T05:00:00.000Z", "2026-04-08T04:00:00.000Z"}},
    {"the leap day, far east of Greenwich",
     "Pacific/Auckland",
     "2024-02-28T12:00:00Z",
     Interval::year,
     {"2025-02-27T11:00:00.000Z", "2026-02-27T11:00:00.000Z", "2027-02-27T11:00:00.000Z",
      "2028-02-28T11:00:00.000Z"}},
    {"three quarters of an hour off",
     "Asia/Kathmandu",
     "2026-01-30T18:20:00Z",
     Interval::month,
     {"2026-02-27T18:15:00.000Z", "2026-03-30T18:15:00.000Z"}},
};

TEST(PeriodsInZones, EndWhereTheCustomersOwnDayBegins) {
  const zones::IanaTimeZones zones;
  for (const auto& is : cases) {
    const auto began = shared::parse_rfc3339(is.begins).value();
    const BillingCycle cycle{zones.day_of(is.zone, began), is.interval};
    EXPECT_TRUE(cycle.period(0).contains(zones.day_of(is.zone, began))) << is.what;
    for (std::size_t n = 0; n < is.due.size(); ++n) {
      const auto span =
          billing::span_of(cycle.period(static_cast<std::int64_t>(n)), is.zone, zones);
      EXPECT_EQ(shared::to_rfc3339(span.ends_at), is.due[n]) << is.what << ", period " << n;
    }
  }
}

TEST(PeriodsInZones, AnInstantIsInTheOldPeriodUntilTheNewDayBegins) {
  const zones::IanaTimeZones zones;
  for (const auto& is : cases) {
    const auto began = shared::parse_rfc3339(is.begins).value();
    const BillingCycle cycle{zones.day_of(is.zone, began), is.interval};
    for (std::int64_t n = 0; n < 60; ++n) {
      const auto period = cycle.period(n);
      const auto end = billing::span_of(period, is.zone, zones).ends_at;
      const auto before = zones.day_of(is.zone, end - std::chrono::milliseconds{1});
      EXPECT_TRUE(period.contains(before)) << is.what << ", period " << n;
      EXPECT_TRUE(cycle.period(n + 1).contains(zones.day_of(is.zone, end))) << is.what;
    }
  }
}

}  // namespace
