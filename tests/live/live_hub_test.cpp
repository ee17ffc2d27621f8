#include <chrono>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <tests/live/world.hpp>

namespace live_test {
namespace {

using std::chrono::milliseconds;

class LiveHub : public testing::Test {
 protected:
  template <class So>
  static bool becomes(So so) {
    for (int i = 0; i < 5000 && !so(); ++i) std::this_thread::sleep_for(milliseconds{1});
    return so();
  }

  World world;
};

TEST_F(LiveHub, TellsAWatcherWhatHappensToItsUserInEveryLog) {
  world.user_event("usr_a", "user.registered");
  auto reader = world.watch("usr_a");
  const auto first = reader.next().value();
  EXPECT_EQ(first.type, "watching");
  EXPECT_EQ(first.id, "user/0:1:1,billing/0:1:0");
  EXPECT_EQ(first.data, R"({"user_id":"usr_a","positions":"user/0:1:1,billing/0:1:0"})");
  world.user_event("usr_b", "user.registered");
  world.user_event("usr_a", "user.profile_updated");
  const auto second = reader.next().value();
  EXPECT_EQ(second.type, "user.profile_updated");
  EXPECT_EQ(second.id, "user/0:1:3,billing/0:1:0");
  EXPECT_NE(second.data.find(R"("sequence":"3","epoch":1)"), std::string::npos) << second.data;
  world.billing_event("usr_b", "subscription.created");
  world.billing_event("usr_a", "subscription.created");
  const auto third = reader.next().value();
  EXPECT_EQ(third.type, "subscription.created");
  EXPECT_EQ(third.id, "user/0:1:3,billing/0:1:2");
}

TEST_F(LiveHub, KnowsTheUserOfARemovalByTheStateBeforeIt) {
  auto reader = world.watch("usr_a");
  world.billing_event("usr_a", "billing.profile_closed");
  EXPECT_EQ(reader.types(2), "watching billing.profile_closed");
}

TEST_F(LiveHub, TellsOnlyOnceWhatManyWatchersOfManyUsersSee) {
  std::vector<Reader> readers;
  for (int i = 0; i < 50; ++i) readers.push_back(world.watch("usr_" + std::to_string(i % 5)));
  for (int i = 0; i < 20; ++i) world.user_event("usr_" + std::to_string(i % 5), "user.changed");
  for (auto& reader : readers) {
    EXPECT_EQ(reader.types(5), "watching user.changed user.changed user.changed user.changed");
    EXPECT_FALSE(reader.next(milliseconds{0}).has_value());
  }
}

TEST_F(LiveHub, ReadsNothingWhileNobodyWatches) {
  for (int i = 0; i < 100; ++i) world.user_event("usr_a", "user.changed");
  EXPECT_EQ(world.reads, 0);
  {
    auto reader = world.watch("usr_a");
    EXPECT_EQ(reader.types(1), "watching");
    EXPECT_EQ(world.reads, 0);  // nothing of the past either
  }
  EXPECT_EQ(world.hub->watchers(), 0U);
  for (int i = 0; i < 100; ++i) world.user_event("usr_a", "user.changed");
  EXPECT_LE(world.reads, 1);  // which found that nobody watches any more
}

TEST_F(LiveHub, BeginsAtTheHeadAgainAfterNobodyWatchedForAWhile) {
  { world.watch("usr_a"); }
  for (int i = 0; i < 10; ++i) world.user_event("usr_a", "user.changed");
  ASSERT_TRUE(becomes([&] { return world.reads == 1; }));
  std::this_thread::sleep_for(milliseconds{20});
  auto reader = world.watch("usr_a");
  EXPECT_EQ(reader.next().value().id, "user/0:1:10,billing/0:1:0");
  world.user_event("usr_a", "user.later");
  EXPECT_EQ(reader.types(1), "user.later");
}

TEST_F(LiveHub, ResumesBehindEachPosition) {
  for (const char* type : {"user.one", "user.two", "user.three"}) world.user_event("usr_a", type);
  for (const char* type : {"sub.one", "sub.two"}) world.billing_event("usr_a", type);
  auto reader = world.watch("usr_a", "user/0:1:1,billing/0:1:1");
  EXPECT_EQ(reader.next().value().id, "user/0:1:1,billing/0:1:1");
  std::set<std::string> told;
  for (int i = 0; i < 3; ++i) told.insert(reader.next().value().type);
  EXPECT_EQ(told, (std::set<std::string>{"user.two", "user.three", "sub.two"}));
  auto at_the_end = world.watch("usr_a", "user/0:1:3,billing/0:1:2");
  EXPECT_EQ(at_the_end.types(1), "watching");
  EXPECT_FALSE(at_the_end.next(milliseconds{20}).has_value());
  world.user_event("usr_a", "user.four");
  EXPECT_EQ(reader.types(1), "user.four");
  EXPECT_EQ(at_the_end.types(1), "user.four");
}

TEST_F(LiveHub, DoesNotTellAgainWhatAResumedWatcherSawBeforeTheHubDid) {
  auto other = world.watch("usr_b");
  world.hold_next();
  world.user_event("usr_a", "user.one");  // which the hub has not read yet
  auto reader = world.watch("usr_a", "user/0:1:1,billing/0:1:0");
  world.let_go();
  world.user_event("usr_a", "user.two");
  EXPECT_EQ(reader.types(2), "watching user.two");
}

TEST_F(LiveHub, TellsOnceWhatBothOfItsReadersHaveReadAtATime) {
  world.user_event("usr_a", "user.one");
  world.user_event("usr_a", "user.two");
  auto other = world.watch("usr_b");
  world.hold_next();
  world.user_event("usr_a", "user.three");  // which the reader at the end will tell
  auto reader = world.watch("usr_a", "user/0:1:1,billing/0:1:0");
  EXPECT_EQ(reader.types(2), "watching user.two");
  EXPECT_FALSE(reader.next(milliseconds{20}).has_value());
  world.let_go();
  EXPECT_EQ(reader.types(1), "user.three");
  EXPECT_FALSE(reader.next(milliseconds{20}).has_value());
}

TEST_F(LiveHub, TellsALogThatIsNotNamedFromItsBeginning) {
  world.user_event("usr_a", "user.one");
  world.billing_event("usr_a", "sub.one");
  auto reader = world.watch("usr_a", "user/0:1:1");
  EXPECT_EQ(reader.types(2), "watching sub.one");
}

TEST_F(LiveHub, RefusesPositionsThatItsLogsNeverGaveOrLost) {
  world.user_event("usr_a", "user.one");
  world.user_event("usr_a", "user.two");
  EXPECT_EQ(world.refusal("nobody/0:1:1"), "sync.unknown_log");
  EXPECT_EQ(world.refusal("user/0:1:3"), "sync.beyond_head");
  world.user.begin_epoch();
  world.user_event("usr_a", "user.three");
  EXPECT_EQ(world.refusal("user/0:1:3"), "sync.position_lost");
  EXPECT_EQ(world.refusal("user/0:1:2"), "");
  EXPECT_EQ(world.watch("usr_a").next().value().id, "user/0:2:3,billing/0:1:0");
  EXPECT_TRUE(becomes([&] { return world.hub->watchers() == 0; }));
}

// Every event once and in order, though readers come back all the time while the log grows.
TEST_F(LiveHub, TellsEveryEventOnceAcrossReconnections) {
  constexpr int events = 6000;
  std::thread writer([&] {
    for (int i = 1; i <= events; ++i) {
      world.user_event(i % 3 == 0 ? "usr_a" : "usr_b", "user." + std::to_string(i), i % 7 == 0);
    }
    world.publish();
  });
  std::string after = "user/0:1:0,billing/0:1:0";
  int expected = 3;
  for (int patience = 20; expected <= events && patience > 0;) {
    auto reader = world.watch("usr_a", after);
    ASSERT_EQ(reader.types(1), "watching");
    for (int i = 0; i < 40 && expected <= events; ++i) {
      const auto told = reader.next(milliseconds{500});
      if (!told) {
        --patience;
        break;
      }
      ASSERT_EQ(told->type, "user." + std::to_string(expected));
      expected += 3;
      after = told->id;
    }
  }
  writer.join();
  EXPECT_GT(expected, events);
}

TEST_F(LiveHub, ReadsALongPastAtThePaceOfItsReader) {
  for (int i = 1; i <= 3000; ++i) world.user_event("usr_a", "user." + std::to_string(i), false);
  world.publish();
  auto reader = world.watch("usr_a", "user/0:1:0");
  ASSERT_TRUE(becomes([&] { return world.reads >= 1; }));
  std::this_thread::sleep_for(milliseconds{50});  // it is full by now, and waits
  EXPECT_FALSE(reader.is_cut());
  world.user_event("usr_a", "user.3001");
  EXPECT_EQ(reader.types(1), "watching");
  for (int i = 1; i <= 3001; ++i) {
    ASSERT_EQ(reader.types(1), "user." + std::to_string(i));
  }
}

TEST_F(LiveHub, CutsOffWhoReadsTooSlowlyAndNobodyElse) {
  auto slow = world.watch("usr_a");
  auto quick = world.watch("usr_a");
  EXPECT_EQ(quick.types(1), "watching");
  for (int i = 1; i <= 400; ++i) {
    world.user_event("usr_a", "user." + std::to_string(i));
    ASSERT_EQ(quick.types(1), "user." + std::to_string(i));
  }
  EXPECT_TRUE(slow.is_cut());
  EXPECT_EQ(world.hub->watchers(), 1U);
}

TEST_F(LiveHub, EndsAfterTheUserWasDeleted) {
  auto reader = world.watch("usr_a");
  auto other = world.watch("usr_b");
  world.user_event("usr_a", "user.deleted");
  world.user_event("usr_b", "user.changed");
  EXPECT_EQ(reader.types(2), "watching user.deleted");
  EXPECT_TRUE(reader.ended());
  EXPECT_EQ(other.types(2), "watching user.changed");
  EXPECT_EQ(world.hub->watchers(), 1U);
}

TEST_F(LiveHub, TellsWhatWasMissedOfOtherLogsBeforeItEnds) {
  world.user_event("usr_a", "user.deleted");
  for (int i = 0; i < 1500; ++i) world.billing_event("usr_b", "sub.other", false);
  world.billing_event("usr_a", "sub.canceled");
  auto reader = world.watch("usr_a", "user/0:1:0,billing/0:1:0");
  std::set<std::string> told;
  for (int i = 0; i < 3; ++i) told.insert(reader.next().value().type);
  EXPECT_EQ(told, (std::set<std::string>{"watching", "user.deleted", "sub.canceled"}));
  EXPECT_TRUE(reader.ended());
}

TEST_F(LiveHub, EndsEveryStreamWhereALogCannotBeReadAndIsThereAgainAfterwards) {
  auto one = world.watch("usr_a");
  auto another = world.watch("usr_b");
  world.user.away = true;
  world.user_event("usr_a", "user.missed");
  EXPECT_EQ(one.types(1) + another.types(1), "watchingwatching");
  EXPECT_TRUE(one.ended());
  EXPECT_TRUE(another.ended());
  world.user.away = false;
  auto resumed = world.watch("usr_a", "user/0:1:0,billing/0:1:0");
  EXPECT_EQ(resumed.types(2), "watching user.missed");
}

TEST_F(LiveHub, EndsEveryStreamWhereALogWentBackAndTellsItsNewEndAfterwards) {
  for (int i = 0; i < 9; ++i) world.user_event("usr_a", "user.old");
  auto reader = world.watch("usr_a");
  EXPECT_EQ(reader.types(1), "watching");
  world.user.lose(5);
  world.publish();
  EXPECT_TRUE(reader.ended());
  EXPECT_EQ(world.refusal("user/0:1:9"), "sync.position_lost");
  auto later = world.watch("usr_a");
  EXPECT_EQ(later.next().value().id, "user/0:1:4,billing/0:1:0");
  world.user_event("usr_a", "user.new");
  const auto told = later.next();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->id, "user/0:2:5,billing/0:1:0");
}

TEST_F(LiveHub, EndsTheStreamAloneWhosePastCannotBeRead) {
  world.user_event("usr_a", "user.one");
  auto other = world.watch("usr_b");
  EXPECT_EQ(other.types(1), "watching");
  world.user.away = true;
  auto resumed = world.watch("usr_a", "user/0:1:0,billing/0:1:0");
  EXPECT_EQ(resumed.types(1), "watching");
  EXPECT_TRUE(resumed.ended());
  world.user.away = false;
  world.user_event("usr_b", "user.two");
  EXPECT_EQ(other.types(1), "user.two");
}

TEST_F(LiveHub, EndsEveryStreamWhereReadersAreOverloaded) {
  auto reader = world.watch("usr_a");
  world.overloaded = true;
  world.user_event("usr_a", "user.missed");
  EXPECT_EQ(reader.types(1), "watching");
  EXPECT_TRUE(reader.ended());
  auto early = world.watch("usr_a", "user/0:1:0");
  EXPECT_EQ(early.types(1), "watching");
  EXPECT_TRUE(early.ended());
  world.overloaded = false;
  EXPECT_EQ(world.watch("usr_a", "user/0:1:0").types(2), "watching user.missed");
}

TEST_F(LiveHub, EndsEveryStreamWhereTheProcessEnds) {
  auto reader = world.watch("usr_a");
  EXPECT_EQ(reader.types(1), "watching");
  world.progress.stop();
  EXPECT_TRUE(reader.ended());
  auto late = world.watch("usr_a");
  EXPECT_EQ(late.types(1), "watching");
  EXPECT_TRUE(late.ended());
}

TEST_F(LiveHub, TellsNothingThatNobodyWasToldOfYet) {
  auto reader = world.watch("usr_a");
  world.user_event("usr_a", "user.one", false);
  sync::Head head = world.user.head();
  world.user_event("usr_a", "user.two", false);
  world.progress.publish_log({"user/0", head, {}});
  EXPECT_EQ(reader.types(2), "watching user.one");
  EXPECT_FALSE(reader.next(milliseconds{20}).has_value());
  world.publish();
  EXPECT_EQ(reader.types(1), "user.two");
}

}  // namespace
}  // namespace live_test
