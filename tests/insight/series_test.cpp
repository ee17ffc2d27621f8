#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include <insight/domain/series.hpp>

namespace {

using insight::Band;
using insight::Day;
using insight::DayCount;
using insight::Metric;
using insight::series;

const Day first = *insight::parse_day("2026-02-27");

Day day(int n) { return first + std::chrono::days{n}; }

TEST(Day, IsReadAsItIsWritten) {
  for (const char* text : {"2026-02-28", "0001-01-01", "9999-12-31", "2024-02-29"}) {
    const auto read = insight::parse_day(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(insight::to_text(*read), text);
  }
  for (const char* text : {"", "2026-02-29", "2026-2-28", "0000-01-01", "2026-13-01", "2026-01-00",
                           "2026-01-0x", "2026/01/01", "-026-01-01", "2026-01-011"}) {
    EXPECT_FALSE(insight::parse_day(text)) << text;
  }
}

TEST(Metric, HasANameForEachAndNoOther) {
  for (const auto metric : insight::all_metrics()) {
    EXPECT_EQ(insight::parse_metric(insight::to_text(metric)), metric);
  }
  EXPECT_FALSE(insight::parse_metric("MRR"));
  EXPECT_FALSE(insight::parse_metric(""));
}

TEST(Series, ShowsEveryDayAlsoThoseOnWhichNothingHappened) {
  const auto points = series(Metric::sign_ups, {{day(0), 3}, {day(2), 5}}, day(0), day(3), day(3));
  ASSERT_EQ(points.size(), 4u);
  EXPECT_EQ(points[0].value, 3);
  EXPECT_EQ(points[1].value, 0);
  EXPECT_EQ(points[2].value, 5);
  EXPECT_EQ(points[3].day, day(3));
  EXPECT_TRUE(series(Metric::sign_ups, {}, day(1), day(0), day(1)).empty());
}

TEST(Series, OfALevelAddsUpWhatWasBefore) {
  const std::vector<DayCount> changes{{day(-400), 10}, {day(0), 2}, {day(2), -5}};
  const auto points = series(Metric::active_subscriptions, changes, day(0), day(2), day(2));
  EXPECT_EQ(points[0].value, 12);
  EXPECT_EQ(points[1].value, 12);
  EXPECT_EQ(points[2].value, 7);
}

TEST(Series, OfMrrShowsATwelfthOfAYearRoundedHalfAwayFromZero) {
  const auto value = [](std::int64_t a_year) {
    return series(Metric::mrr, {{day(0), a_year}}, day(0), day(0), day(0)).front().value;
  };
  EXPECT_EQ(value(12 * 999), 999);
  EXPECT_EQ(value(100), 8);  // 8.33
  EXPECT_EQ(value(6), 1);    // 0.5
  EXPECT_EQ(value(5), 0);
  EXPECT_EQ(value(-6), -1);
}

TEST(Series, MarksADayThatLeavesItsUsualBand) {
  std::vector<DayCount> counts;
  for (int i = 0; i < 20; ++i) counts.push_back({day(i), 10 + i % 3});
  counts.push_back({day(20), 60});
  counts.push_back({day(21), 0});
  const auto points = series(Metric::sign_ups, counts, day(0), day(21), day(22));
  EXPECT_FALSE(points[6].usual) << "seven days before it are needed";
  for (int i = 7; i < 20; ++i) EXPECT_FALSE(points[static_cast<std::size_t>(i)].unusual) << i;
  EXPECT_TRUE(points[20].unusual);
  EXPECT_TRUE(points[21].unusual);
  EXPECT_TRUE(points[20].usual->holds(11));
}

TEST(Series, CallsNothingUsualBeforeAnythingHappened) {
  const std::vector<DayCount> counts{{day(40), 5}, {day(41), 7}};
  const auto points = series(Metric::sign_ups, counts, day(0), day(60), day(61));
  for (int i = 0; i < 47; ++i) {
    EXPECT_FALSE(points[static_cast<std::size_t>(i)].usual) << i;
    EXPECT_FALSE(points[static_cast<std::size_t>(i)].unusual) << i;
  }
  EXPECT_TRUE(points[47].usual) << "seven days behind the first that counted";
  EXPECT_FALSE(series(Metric::sign_ups, {}, day(0), day(60), day(61)).back().usual);
}

TEST(Series, OfALevelSaysWhatEachDayChanged) {
  const auto points = series(Metric::mrr, {{day(0), 24}, {day(1), -12}}, day(0), day(2), day(2));
  EXPECT_EQ(points[0].change, 2);
  EXPECT_EQ(points[1].change, -1);
  EXPECT_EQ(points[1].value, 1);
  EXPECT_EQ(points[2].change, 0);
  EXPECT_EQ(series(Metric::churn, {{day(0), 3}}, day(0), day(0), day(0)).front().change, 3);
}

TEST(Series, OfALevelEndsAtTheEndOfTheRange) {
  const std::vector<DayCount> changes{{day(0), INT64_MAX}, {day(1), 1}};
  const auto points = series(Metric::active_subscriptions, changes, day(0), day(1), day(1));
  EXPECT_EQ(points[1].value, INT64_MAX);
  EXPECT_EQ(series(Metric::mrr, changes, day(0), day(0), day(1)).front().value, INT64_MAX / 12 + 1);
}

TEST(Series, NeverCallsADayLowThatIsNotOver) {
  std::vector<DayCount> counts;
  for (int i = 0; i < 10; ++i) counts.push_back({day(i), 10});
  EXPECT_FALSE(series(Metric::sign_ups, counts, day(10), day(10), day(10)).front().unusual);
  EXPECT_TRUE(series(Metric::sign_ups, counts, day(10), day(10), day(11)).front().unusual);
  counts.push_back({day(10), 99});
  EXPECT_TRUE(series(Metric::sign_ups, counts, day(10), day(10), day(10)).front().unusual);
}

TEST(Series, TakesTheDaysBeforeTheFirstShownIntoTheBand) {
  std::vector<DayCount> counts;
  for (int i = 0; i < 30; ++i) counts.push_back({day(i), 10});
  const auto points = series(Metric::sign_ups, counts, day(29), day(29), day(40));
  EXPECT_EQ(points.front().usual, (Band{9, 11}));
}

TEST(Series, SaysOfWhatHappensOnADayThatItIsNeverLessThanNothing) {
  const std::vector<DayCount> counts{{day(0), 0}};
  const auto usual = [&counts](Metric metric) {
    return series(metric, counts, day(20), day(20), day(40)).front().usual;
  };
  EXPECT_EQ(usual(Metric::sign_ups), (Band{0, 1}));
  EXPECT_EQ(usual(Metric::active_subscriptions), (Band{-1, 1})) << "its change may be a fall";
}

RC_GTEST_PROP(Series, OfAFlowAddsUpToWhatWasCounted, ()) {
  const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000));
  std::vector<DayCount> counts;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    counts.push_back({day(static_cast<int>(i) * 2), values[i]});
    sum += values[i];
  }
  const auto to = day(static_cast<int>(values.size()) * 2 + 1);
  std::int64_t shown = 0;
  for (const auto& point : series(Metric::churn, counts, day(0), to, to)) shown += point.value;
  RC_ASSERT(shown == sum);
  const auto levels = series(Metric::active_subscriptions, counts, day(0), to, to);
  RC_ASSERT(levels.back().value == sum);
}

RC_GTEST_PROP(Series, SaysOfADayTheSameWhereverItBegins, ()) {
  const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 9));
  const auto metric = *rc::gen::elementOf(std::vector{Metric::sign_ups, Metric::mrr});
  std::vector<DayCount> counts;
  for (std::size_t i = 0; i < values.size(); ++i) {
    counts.push_back({day(20 + static_cast<int>(i)), values[i]});
  }
  const auto whole = series(metric, counts, day(0), day(80), day(70));
  const auto from = *rc::gen::inRange(0, 80);
  const auto part = series(metric, counts, day(from), day(80), day(70));
  RC_ASSERT(std::ranges::equal(part, std::vector(whole.begin() + from, whole.end())));
}

RC_GTEST_PROP(Band, HoldsTheMedianOfTheDaysBefore, ()) {
  const auto values = *rc::gen::suchThat(
      rc::gen::container<std::vector<std::int64_t>>(rc::gen::arbitrary<std::int64_t>()),
      [](const auto& all) { return all.size() >= Band::days_min; });
  const auto band = Band::of(values);
  RC_ASSERT(band.has_value());
  RC_ASSERT(band->low < band->high);
}

}  // namespace
