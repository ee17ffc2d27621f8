#include <tests/simulation/scheduler.hpp>
#include <tests/simulation/sim_bus.hpp>
#include <tests/simulation/sim_clock.hpp>
#include <tests/simulation/trace.hpp>

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace sim {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

TEST(Rng, GivesTheSameDrawsForTheSameSeedAndOthersForAnother) {
  const auto draws = [](Rng rng) {
    std::vector<std::uint64_t> drawn;
    for (int i = 0; i < 100; ++i) drawn.push_back(rng.below(1000));
    return drawn;
  };
  EXPECT_EQ(draws(Rng{1}), draws(Rng{1}));
  EXPECT_NE(draws(Rng{1}), draws(Rng{2}));
  EXPECT_NE(draws(Rng{1}.split("disk")), draws(Rng{1}.split("bus")));
  EXPECT_NE(draws(Rng{1}.split("disk")), draws(Rng{2}.split("disk")));
}

TEST(Rng, ReachesEveryValueOfItsRangeAndNoOther) {
  Rng rng{1};
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(rng.between(3, 7));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{3, 4, 5, 6, 7}));
}

std::string order_of(std::uint64_t seed) {
  VirtualTime time;
  Scheduler scheduler{Rng{seed}, time};
  std::string order;
  for (char name = 'a'; name < 'k'; ++name) {
    scheduler.post(1, [&order, name] { order += name; });
  }
  while (scheduler.run_one()) {
  }
  return order;
}

TEST(Scheduler, LetsTheSeedPickTheNextTask) {
  EXPECT_EQ(order_of(1), order_of(1));
  EXPECT_NE(order_of(1), order_of(2));
  EXPECT_EQ(order_of(1).size(), 10U);
}

TEST(Scheduler, JumpsToTheNextTimerWhenNothingIsReady) {
  VirtualTime time;
  Scheduler scheduler{Rng{1}, time};
  std::string order;
  scheduler.after(milliseconds{500}, 1, [&order] { order += 'l'; });
  scheduler.after(milliseconds{20}, 1, [&order] { order += 'e'; });
  ASSERT_TRUE(scheduler.run_one());
  EXPECT_EQ(order, "e");
  EXPECT_GE(time.passed, milliseconds{20});
  EXPECT_LT(time.passed, milliseconds{21});
  ASSERT_TRUE(scheduler.run_one());
  EXPECT_EQ(order, "el");
  EXPECT_FALSE(scheduler.run_one());
}

TEST(Scheduler, NeverRunsTheTasksOfAnOwnerThatEnded) {
  VirtualTime time;
  Scheduler scheduler{Rng{1}, time};
  std::string order;
  scheduler.post(1, [&order] { order += 'x'; });
  scheduler.after(milliseconds{1}, 1, [&order] { order += 'x'; });
  scheduler.post(2, [&order] { order += 'o'; });
  scheduler.forget(1);
  while (scheduler.run_one()) {
  }
  EXPECT_EQ(order, "o");
}

TEST(SimClock, JumpsOnTheWallAndNeverBesideIt) {
  VirtualTime time;
  SimClock clock{time};
  const auto before = clock.now();
  time.passed = milliseconds{100};
  clock.jump(std::chrono::hours{-1});
  EXPECT_EQ(clock.now() - before, milliseconds{100} - std::chrono::hours{1});
  EXPECT_EQ(clock.monotonic(), milliseconds{100});
}

TEST(SimIds, GrowWhateverTheClockDoes) {
  VirtualTime time;
  SimClock clock{time};
  SimIds ids{Rng{1}, clock};
  shared::Uuid last;
  for (int i = 0; i < 1000; ++i) {
    time.passed += microseconds{300};
    if (i == 500) clock.jump(std::chrono::hours{-24});
    const auto next = ids.next();
    EXPECT_LT(last, next);
    EXPECT_EQ(next.bytes[6] >> 4U, 7);
    EXPECT_EQ(next.bytes[8] >> 6U, 2);
    last = next;
  }
}

TEST(Trace, HasOneHashForOneStory) {
  const auto story = [](int offset) {
    VirtualTime time;
    Trace trace{time, nullptr};
    trace.say("commit", {{"module", "user"}, {"offset", offset}});
    return trace.finish();
  };
  EXPECT_EQ(story(1), story(1));
  EXPECT_NE(story(1), story(2));
  EXPECT_EQ(story(1).size(), 64U);
}

TEST(Trace, WritesOneJsonObjectPerLine) {
  VirtualTime time{microseconds{7}};
  Trace trace{time, nullptr};
  trace.say("stopped", {{"why", "a \"b\"\n"}, {"offset", 3}});
  EXPECT_EQ(trace.last_lines().back(),
            "{\"us\":7,\"what\":\"stopped\",\"why\":\"a \\\"b\\\"\\u000a\",\"offset\":3}\n");
}

class SimBusTest : public testing::Test {
 protected:
  std::vector<std::string> carry(int frames) {
    bus.subscribe("user/0", delivery, [this] { ++wakes; });
    std::vector<std::string> got;
    for (int i = 0; i < frames; ++i) bus.publish("user/0", "frame " + std::to_string(i));
    while (scheduler.run_one()) {
    }
    for (auto& frame : delivery.take(1000)) got.push_back(std::move(frame));
    bus.unsubscribe(delivery);
    return got;
  }

  VirtualTime time;
  Scheduler scheduler{Rng{1}, time};
  SimBus bus{Rng{1}, scheduler};
  SimDelivery delivery;
  int wakes = 0;
};

TEST_F(SimBusTest, CarriesEverythingInOrderWhenNothingIsWrong) {
  EXPECT_EQ(carry(3), (std::vector<std::string>{"frame 0", "frame 1", "frame 2"}));
  EXPECT_EQ(wakes, 3);
}

TEST_F(SimBusTest, KeepsTheNewestWhenNobodyTakes) {
  const auto got = carry(100);
  EXPECT_EQ(got.size(), 64U);
  EXPECT_EQ(got.back(), "frame 99");
}

TEST_F(SimBusTest, DropsRepeatsDelaysReordersAndDamagesWhenToldTo) {
  bus.faults = {.drop_percent = 20,
                .delay_percent = 50,
                .delay_max = milliseconds{10},
                .repeat_percent = 20,
                .reorder_percent = 20,
                .damage_percent = 20};
  carry(50);
  const auto& counted = bus.counters();
  EXPECT_GT(counted.dropped, 0U);
  EXPECT_GT(counted.repeated, 0U);
  EXPECT_GT(counted.delayed, 0U);
  EXPECT_GT(counted.reordered, 0U);
  EXPECT_GT(counted.damaged, 0U);
}

TEST_F(SimBusTest, LosesEverythingWhenItIsWiped) {
  bus.subscribe("user/0", delivery, [] {});
  bus.faults.delay_percent = 50;
  bus.faults.delay_max = milliseconds{10};
  for (int i = 0; i < 20; ++i) bus.publish("user/0", "frame");
  bus.wipe();
  while (scheduler.run_one()) {
  }
  EXPECT_TRUE(delivery.take(100).empty());
  EXPECT_EQ(bus.counters().wiped, 20U);
}

}  // namespace
}  // namespace sim
