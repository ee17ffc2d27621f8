#include <chrono>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include <tests/routes/shop.hpp>

namespace routes_test {
namespace {

constexpr auto advance = "/v1/billing/clock/advance";
constexpr auto stop = "/v1/billing/clock/stop";

// A run, once it is over.
Answer ended(World& world, const std::string& id) {
  for (int look = 0; look < 2'000; ++look) {
    auto run = world.get("/v1/billing/runs/" + id);
    if (run.at("status") != "queued" && run.at("status") != "running") return run;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  throw std::runtime_error("the run " + id + " does not end");
}

TEST(Clock, IsMovedOnlyWhereTheServerIsForTests) {
  World world;
  const auto refused = world.post(advance, R"({"by":"P1M"})");
  EXPECT_EQ(refused.status(), 409);
  EXPECT_EQ(refused.code(), "billing.clock_not_for_tests");
  EXPECT_NE(refused.at("detail").find("--test-clock"), std::string::npos);
  const auto clock = world.get("/v1/billing/clock");
  EXPECT_EQ(clock.status(), 200);
  EXPECT_EQ(clock.at("ahead_ms"), "0");
  EXPECT_EQ(world.post("/v1/billing/runs", "").status(), 202);

  World for_tests{true};
  const auto begun = for_tests.post(advance, R"({"by":"P1M"})");
  ASSERT_EQ(begun.status(), 202) << begun.body();
  EXPECT_EQ(ended(for_tests, begun.at("id")).at("status"), "finished");
  EXPECT_NE(for_tests.get("/v1/billing/clock").at("ahead_ms"), "0");
}

TEST(Clock, IsStoppedWhereItHasGotTo) {
  Shop shop{true};
  shop.subscribe_ada();
  EXPECT_EQ(shop.world.post(stop, "").code(), "billing.clock_not_advancing");
  const auto begun = shop.world.post(advance, R"({"by":"P90Y"})");
  const auto waiting = shop.world.post(advance, R"({"by":"P91Y"})");
  ASSERT_EQ(waiting.status(), 202) << waiting.body();
  const auto stopped = shop.world.post(stop, "");
  EXPECT_EQ(stopped.status(), 202);
  EXPECT_EQ(stopped.at("id"), begun.at("id"));
  const auto over = ended(shop.world, begun.at("id"));
  EXPECT_EQ(over.at("status"), "stopped");
  EXPECT_LT(over.at("reached"), over.at("as_of"));
  EXPECT_EQ(ended(shop.world, waiting.at("id")).at("status"), "stopped");
  EXPECT_EQ(shop.world.post(stop, "").code(), "billing.clock_not_advancing");

  const auto next = shop.world.post(advance, R"({"by":"PT1H"})");
  EXPECT_EQ(ended(shop.world, next.at("id")).at("status"), "finished");
}

}  // namespace
}  // namespace routes_test
