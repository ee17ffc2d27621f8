#include <chrono>
#include <map>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include <tests/routes/shop.hpp>

namespace routes_test {
namespace {

using Today = std::map<std::string, std::string>;  // the last day of each metric

// Billing's time, moved a month and a day ahead of the wall clock: the day is for the hour that
// an invoice is a draft.
void advance_a_month(World& world) {
  const auto begun = world.post("/v1/billing/clock/advance", R"({"by":"P1M1D"})");
  ASSERT_EQ(begun.status(), 202) << begun.body();
  const auto run = "/v1/billing/runs/" + begun.at("id");
  for (int look = 0; look < 2'000 && world.get(run).at("status") != "finished"; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  ASSERT_EQ(world.get(run).at("status"), "finished");
}

bj::array insight(World& world, const std::string& query = "") {
  const auto answer = world.get("/v1/insight" + query);
  EXPECT_EQ(answer.status(), 200) << answer.body();
  return answer.json().at("data").as_array();
}

Today last_days(World& world) {
  Today last;
  for (const auto& series : insight(world)) {
    last[series.at("metric").as_string().c_str()] =
        series.at("days").as_array().back().at("day").as_string();
  }
  return last;
}

// The newest value, once insight has heard of it.
std::int64_t heard(World& world, const std::string& metric, std::int64_t wanted) {
  std::int64_t value = -1;
  for (int look = 0; look < 2'000 && value != wanted; ++look) {
    const auto days = world.get("/v1/insight/" + metric).json().at("days").as_array();
    value = 0;
    for (const auto& day : days) value += day.at("value").as_int64();
    if (value != wanted) std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return value;
}

TEST(InsightRoute, CountsUsersByTheWallClockAndBillingByItsOwnTime) {
  Shop shop{true};
  shop.receive(shop.subscribe_ada().at("latest_invoice_id"), 2500);
  ASSERT_EQ(heard(shop.world, "collected?currency=eur", 2500), 2500);
  advance_a_month(shop.world);
  const auto clock = shop.world.get("/v1/billing/clock");
  const auto wall_today = clock.at("wall_now").substr(0, 10);
  const auto billing_today = clock.at("now").substr(0, 10);
  ASSERT_LT(wall_today, billing_today);
  auto last = last_days(shop.world);
  for (const char* metric : {"sign_ups", "departures"}) EXPECT_EQ(last[metric], wall_today);
  for (const char* metric : {"active_subscriptions", "churn", "failed_payments", "mrr"}) {
    EXPECT_EQ(last[metric], billing_today) << metric;
  }
  // A sign-up stays on its day, and what is paid now counts on billing's.
  EXPECT_EQ(heard(shop.world, "sign_ups", 1), 1);
  const auto open = shop.rows("/v1/invoices?status=open");
  ASSERT_EQ(open.size(), 1U);
  shop.receive(open[0].at("id").as_string().c_str(), 2500, "bank 8");
  ASSERT_EQ(heard(shop.world, "collected?currency=eur&from=" + billing_today, 2500), 2500);
}

TEST(InsightRoute, RefusesMorePointsThanItReadsAtATime) {
  World world;
  EXPECT_EQ(world.get("/v1/insight?from=2020-01-01&to=2028-12-31").status(), 200);
  const auto refused = world.get("/v1/insight?from=2019-01-01&to=2029-06-01");
  EXPECT_EQ(refused.status(), 400);
  Shop shop;
  shop.receive(shop.subscribe_ada().at("latest_invoice_id"), 2500);
  ASSERT_EQ(heard(shop.world, "collected?currency=eur", 2500), 2500);
  // Five metrics without currencies and two of one: seven of 3,288 days are too many.
  const auto wide = shop.world.get("/v1/insight?from=2020-01-01&to=2028-12-31");
  EXPECT_EQ(wide.status(), 422);
  EXPECT_EQ(wide.code(), "insight.too_many_points");
  EXPECT_EQ(shop.world.get("/v1/insight/sign_ups?from=2020-01-01&to=2028-12-31").status(), 200);
}

}  // namespace
}  // namespace routes_test
