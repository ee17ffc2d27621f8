#include <billing/domain/duration.hpp>

#include <gtest/gtest.h>

namespace {

using billing::Duration;

TEST(Duration, ReadsWhatIso8601WritesInWholeNumbers) {
  struct {
    const char* text;
    Duration duration;
  } const cases[] = {
      {"P1M", Duration{.months = 1}},
      {"P1Y6M", Duration{.months = 18}},
      {"P2W", Duration{.days = 14}},
      {"P3D", Duration{.days = 3}},
      {"PT1H", Duration{.seconds = 3'600}},
      {"PT30M", Duration{.seconds = 1'800}},
      {"P1Y2M3W4DT5H6M7S", Duration{.months = 14, .days = 25, .seconds = 18'367}},
  };
  for (const auto& is : cases) EXPECT_EQ(billing::parse_duration(is.text), is.duration) << is.text;
}

TEST(Duration, RefusesEverythingElse) {
  for (const auto* text : {"", "P", "PT", "1M", "P1", "PM", "P-1M", "P1.5D", "P1H", "PT1D", "P1M1Y",
                           "P1DT", "P0D", "PT0S", "p1m", "P1M ", "P1234567D", "PT1HT1M", "P1M1M"}) {
    EXPECT_FALSE(billing::parse_duration(text)) << text;
  }
}

TEST(Duration, MonthsEndWhereTheirMonthDoes) {
  struct {
    const char* at;
    const char* duration;
    const char* then;
  } const cases[] = {
      {"2026-01-31T10:00:00.500Z", "P1M", "2026-02-28T10:00:00.500Z"},
      {"2028-01-31T10:00:00Z", "P1M", "2028-02-29T10:00:00Z"},
      {"2026-01-31T10:00:00Z", "P1M1D", "2026-03-01T10:00:00Z"},
      {"2026-11-30T23:30:00Z", "P3MT1H", "2027-03-01T00:30:00Z"},
      {"2026-01-31T00:00:00Z", "P1Y", "2027-01-31T00:00:00Z"},
  };
  for (const auto& is : cases) {
    const auto then =
        billing::plus(*shared::parse_rfc3339(is.at), *billing::parse_duration(is.duration));
    EXPECT_EQ(then, shared::parse_rfc3339(is.then)) << is.at << ' ' << is.duration;
  }
}

TEST(Duration, LeadsNowhereBehindTheCalendar) {
  const auto now = *shared::parse_rfc3339("2026-01-31T10:00:00Z");
  EXPECT_FALSE(billing::plus(now, Duration{.months = 8'000 * 12}));
  EXPECT_FALSE(billing::plus(now, Duration{.months = 999'999 * 12}));
  EXPECT_FALSE(billing::plus(now, Duration{.days = 999'999 * 7}));
  EXPECT_FALSE(
      billing::plus(*shared::parse_rfc3339("9999-12-31T23:59:59Z"), Duration{.seconds = 1}));
}

}  // namespace
