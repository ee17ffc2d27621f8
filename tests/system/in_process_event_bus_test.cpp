#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <adapters/bus/in_process_event_bus.hpp>
#include <gtest/gtest.h>

namespace {

using Frames = std::vector<std::string>;

TEST(InProcessEventBus, HandsEachFrameToEveryFollowerOfItsLog) {
  bus::InProcessEventBus bus;
  const auto billing = bus.subscribe("user/0", [] {});
  const auto audit = bus.subscribe("user/0", [] {});
  const auto user = bus.subscribe("billing/0", [] {});
  bus.publish("user/0", "a");
  bus.publish("billing/0", "x");
  bus.publish("user/0", "b");
  EXPECT_EQ(billing->take(10), (Frames{"a", "b"}));
  EXPECT_EQ(audit->take(1), (Frames{"a"}));
  EXPECT_EQ(audit->take(1), (Frames{"b"}));
  EXPECT_EQ(user->take(10), (Frames{"x"}));
  EXPECT_EQ(billing->take(10), Frames{});
  bus.publish("nobody/0", "y");
  EXPECT_EQ(bus.dropped(), 0U);
}

TEST(InProcessEventBus, DropsTheOldestBeyondItsBounds) {
  struct Case {
    bus::BusLimits limits;
    Frames published;
    Frames left;
  };
  const Case cases[] = {
      {{.frames_max = 2, .bytes_max = 100}, {"a", "b", "c"}, {"b", "c"}},
      {{.frames_max = 9, .bytes_max = 5}, {"aa", "bb", "cc"}, {"bb", "cc"}},
      {{.frames_max = 9, .bytes_max = 5}, {"aa", "bbbbb"}, {"bbbbb"}},
      {{.frames_max = 9, .bytes_max = 5}, {"aa", "bbbbbb"}, {"aa"}},
  };
  for (const auto& one : cases) {
    bus::InProcessEventBus bus(one.limits);
    const auto delivery = bus.subscribe("user/0", [] {});
    for (const auto& frame : one.published) bus.publish("user/0", frame);
    EXPECT_EQ(delivery->take(10), one.left);
    EXPECT_EQ(bus.dropped(), one.published.size() - one.left.size());
  }
}

TEST(InProcessEventBus, WakesOnceUntilTheFollowerTakes) {
  bus::InProcessEventBus bus({.frames_max = 8, .bytes_max = 8});
  int wakes = 0;
  const auto delivery = bus.subscribe("user/0", [&] { ++wakes; });
  bus.publish("user/0", "a");
  bus.publish("user/0", "b");
  EXPECT_EQ(wakes, 1);
  EXPECT_EQ(delivery->take(1), (Frames{"a"}));
  bus.publish("user/0", "c");
  EXPECT_EQ(wakes, 2);
  EXPECT_EQ(delivery->take(8), (Frames{"b", "c"}));
  bus.publish("user/0", "larger than the whole ring");
  EXPECT_EQ(wakes, 3) << "a frame that is dropped still says that the log has more";
}

TEST(InProcessEventBus, NeverCallsAFollowerThatWentAway) {
  auto bus = std::make_unique<bus::InProcessEventBus>();
  int wakes = 0;
  auto delivery = bus->subscribe("user/0", [&] { ++wakes; });
  const auto other = bus->subscribe("user/0", [] {});
  delivery.reset();
  bus->publish("user/0", "a");
  EXPECT_EQ(wakes, 0);
  bus.reset();
  EXPECT_EQ(other->take(1), (Frames{"a"})) << "a delivery may outlive the bus";
}

TEST(InProcessEventBus, LosesNothingItDoesNotCountUnderAnyCrowd) {
  bus::InProcessEventBus bus({.frames_max = 16, .bytes_max = 1 << 20});
  std::atomic<bool> woken = false;
  const auto delivery = bus.subscribe("user/0", [&] { woken = true; });
  std::size_t taken = 0;
  {
    std::vector<std::jthread> crowd;
    for (int i = 0; i < 2; ++i) {
      crowd.emplace_back([&] {
        for (int n = 0; n < 1000; ++n) bus.publish("user/0", std::string(100, 'x'));
      });
      crowd.emplace_back([&] {
        for (int n = 0; n < 200; ++n) (void)bus.subscribe("user/0", [] {})->take(4);
      });
    }
    for (int n = 0; n < 500; ++n) taken += delivery->take(4).size();
  }
  taken += delivery->take(100).size();
  EXPECT_TRUE(woken);
  EXPECT_LE(taken, 2000U);
  EXPECT_GE(taken + bus.dropped(), 2000U);
}

}  // namespace
