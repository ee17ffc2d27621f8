#include <adapters/nats/jetstream_delivery.hpp>

#include <gtest/gtest.h>

#include <thread>

#include <sync/application/encoding.hpp>

#include <tests/nats/following.hpp>
#include <tests/nats/operator.hpp>
#include <tests/support/nats_server.hpp>

namespace {

using nats_test::eventually;
using nats_test::Follower;
using nats_test::ms;
using nats_test::Source;

class FollowingOverNats : public testing::Test {
 protected:
  // Says so many commits of one to four events.
  void say(int commits) {
    for (int i = 0; i < commits; ++i) log_.say(1 + static_cast<std::size_t>(i) % 4);
  }
  bool relayed() {
    return eventually([&] {
      const auto events = operator_.events("user/0");
      return !events.empty() && events.back().event.offset == log_.head().offset;
    });
  }

  // The stream goes on to deliver, not the log alone, and nothing is missing.
  void ends_equal_over_the_stream(Follower& follower) {
    const auto before = follower.heard().frames;
    EXPECT_TRUE(eventually([&] {
      say(1);
      follower.step();
      return follower.heard().frames > before + 5;
    }));
    ASSERT_TRUE(follower.reaches(log_.head().offset));
    EXPECT_EQ(follower.commits, log_.all());
  }

  test::NatsServer server_;
  nats_test::UserLog log_;
  nats_test::Operator operator_{server_.url()};
  Source source_{log_, server_.url()};
};

constexpr ms never{3'600'000};

TEST_F(FollowingOverNats, BringsTheLogToTheByteWithoutAskingItsSource) {
  say(1);
  ASSERT_TRUE(relayed());
  Follower follower(log_, server_.url(), {}, never);
  ASSERT_TRUE(follower.reaches(1));  // the first look is at the source
  ASSERT_TRUE(eventually([&] { return follower.heard().consumers == 1; }));
  say(300);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  EXPECT_EQ(follower.commits, log_.all());
  EXPECT_EQ(follower.counters().refills, 1u);
  EXPECT_GT(follower.woken, 0);
}

TEST_F(FollowingOverNats, BeginsAtItsOwnPosition) {
  say(100);
  ASSERT_TRUE(relayed());
  const auto all = log_.all();
  const auto& at = all[89];
  Follower follower(log_, server_.url(), {at.epoch, at.last(), at.chain});
  ASSERT_TRUE(eventually([&] { return follower.heard().frames >= 10; }));
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  EXPECT_EQ(follower.heard().frames, 10u);
  EXPECT_EQ(follower.commits.size(), 10u);
}

TEST_F(FollowingOverNats, SurvivesMessagesThatAreDeletedOrComeTwice) {
  Follower follower(log_, server_.url());
  for (int round = 0; round < 5; ++round) {
    say(20);
    ASSERT_TRUE(relayed());
    const auto state = operator_.state("user/0");
    operator_.erase("user/0", state.last - 3);
    const auto twice = log_.all()[5];
    for (std::size_t i = 0; i < twice.events.size(); ++i) {
      operator_.publish(nats::to_message("user/0", twice, i, "").get());
    }
  }
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  EXPECT_EQ(follower.commits, log_.all());
}

TEST_F(FollowingOverNats, AHoleInTheStreamIsReadFromTheLog) {
  say(40);
  ASSERT_TRUE(relayed());
  for (std::uint64_t at = 10; at < 60; at += 7) operator_.erase("user/0", at);
  Follower follower(log_, server_.url(), {}, never);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  EXPECT_EQ(follower.commits, log_.all());
}

TEST_F(FollowingOverNats, SurvivesAStreamThatIsPurgedOrDeletedOrWiped) {
  Follower follower(log_, server_.url());
  say(20);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  ASSERT_TRUE(relayed());
  operator_.purge("user/0");
  say(20);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  ASSERT_TRUE(relayed());
  operator_.remove("user/0");
  say(20);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  server_.stop();
  server_.wipe();
  server_.start();
  say(20);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  ends_equal_over_the_stream(follower);
}

TEST_F(FollowingOverNats, SurvivesAServerThatIsKilledOrHangs) {
  Follower follower(log_, server_.url());
  for (int round = 0; round < 3; ++round) {
    say(50);
    follower.step();
    server_.kill();
    say(10);
    ASSERT_TRUE(follower.reaches(log_.head().offset)) << "without the broker";
    server_.start();
    say(10);
    server_.freeze();
    say(10);
    follower.step();
    std::this_thread::sleep_for(ms{1'500});  // longer than a hung server is borne
    server_.thaw();
    ASSERT_TRUE(follower.reaches(log_.head().offset));
  }
  ends_equal_over_the_stream(follower);
}

TEST_F(FollowingOverNats, AConsumerThatIsGoneIsMadeAnew) {
  Follower follower(log_, server_.url(), {}, never);
  say(5);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  ASSERT_TRUE(eventually([&] { return operator_.remove_consumers("user/0") > 0; }));
  say(50);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  EXPECT_GE(follower.heard().consumers, 2u);
  EXPECT_EQ(follower.commits, log_.all());
}

TEST_F(FollowingOverNats, GarbageOnTheSubjectsIsDroppedAndForgedEventsFailTheirChain) {
  Follower follower(log_, server_.url());
  say(10);
  ASSERT_TRUE(relayed());
  ASSERT_TRUE(eventually([&] { return follower.heard().frames > 0; }));
  auto forged = log_.all().back();
  for (const sync::Offset offset : {log_.head().offset + 1, sync::Offset{1} << 40}) {
    forged.events.resize(1);
    forged.events.front().offset = offset;
    operator_.publish("cleave.user.0.user.registered", "garbage");
    operator_.publish(nats::to_message("user/0", forged, 0, "").get());
  }
  say(10);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  ASSERT_TRUE(eventually([&] { return follower.heard().damaged > 0; }));
  say(10);
  ASSERT_TRUE(follower.reaches(log_.head().offset));
  EXPECT_EQ(follower.commits, log_.all());
}

TEST_F(FollowingOverNats, WhatWaitsIsBoundedAndNothingIsLost) {
  nats::Connection connection(nats_test::settings_of(server_.url(), "slow"), [](const auto&) {});
  nats::JetStreamDelivery::Limits limits;
  limits.frames_max = 4;
  nats::JetStreamDelivery delivery(connection, "user/0", 0, [] {}, limits);
  say(200);
  ASSERT_TRUE(relayed());
  ASSERT_TRUE(eventually([&] { return delivery.counters().frames >= 4; }));
  std::vector<sync::Commit> commits;
  EXPECT_TRUE(eventually([&] {
    const auto frames = delivery.take(1'000);
    EXPECT_LE(frames.size(), 4u);
    for (const auto& frame : frames) commits.push_back(sync::decode_frame(frame)->commit);
    return commits.size() >= 200;
  }));
  EXPECT_EQ(commits, log_.all());
}

TEST(FollowingWithoutNats, ABrokerThatIsAwayFromTheStartIsNoHindrance) {
  test::NatsServer server;
  server.stop();
  nats_test::UserLog log;
  Source source(log, server.url());
  Follower follower(log, server.url());
  for (int i = 0; i < 20; ++i) log.say(2);
  ASSERT_TRUE(follower.reaches(40));
  server.start();
  EXPECT_TRUE(eventually([&] {
    log.say(1);
    follower.step();
    return follower.heard().frames > 5;
  }));
  ASSERT_TRUE(follower.reaches(log.head().offset));
  EXPECT_EQ(follower.commits, log.all());
}

}  // namespace
