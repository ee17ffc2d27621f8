#include <adapters/nats/jetstream_delivery.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include <adapters/nats/jetstream_event_stream.hpp>
#include <adapters/system/system_clock.hpp>
#include <sync/application/commit_feed.hpp>
#include <sync/application/encoding.hpp>
#include <sync/application/log_service.hpp>
#include <sync/application/relay.hpp>

#include <tests/nats/operator.hpp>
#include <tests/nats/quiet.hpp>
#include <tests/nats/user_log.hpp>
#include <tests/support/nats_server.hpp>

namespace {

using nats_test::eventually;
using ms = std::chrono::milliseconds;

// Source: a relay in a process of its own, as far as the broker can tell.
class Source {
 public:
  Source(const nats_test::UserLog& log, const std::string& url)
      : connection_(nats_test::settings_of(url, "user"), [](const auto&) {}),
        reader_(log.reader()),
        thread_([this](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::min(relay_.step(), ms{5}));
          }
        }) {}

 private:
  static sync::Relay::Limits quick() {
    sync::Relay::Limits limits;
    limits.look_every = ms{100};
    limits.retry_max = ms{200};
    return limits;
  }
  nats::Connection connection_;
  nats_test::UserLog::Reader reader_;
  nats::JetStreamEventStream stream_{connection_, "user/0", {.stream = {}, .acks_max = ms{2'000}}};
  os::SystemClock clock_;
  nats_test::Quiet observer_;
  sync::Relay relay_{"user/0", *reader_.log, stream_, clock_, observer_, quick()};
  std::jthread thread_;
};

// Follower: keeps every commit that its feed verified.
class Follower {
 public:
  Follower(const nats_test::UserLog& log, const std::string& url, sync::Seen seen = {},
           ms poll_every = ms{500})
      : seen_(seen),
        connection_(nats_test::settings_of(url, "billing"), [](const auto&) {}),
        reader_(log.reader()),
        feed_("user/0", service_, delivery_, clock_, nats_test::digest(),
              {.poll_every = poll_every}) {}

  void step() {
    auto answer = feed_.next(seen_);
    ASSERT_TRUE(std::holds_alternative<std::vector<sync::Commit>>(answer));
    for (auto& commit : std::get<std::vector<sync::Commit>>(answer)) {
      seen_ = {commit.epoch, commit.last(), commit.chain};
      commits.push_back(std::move(commit));
    }
  }
  bool reaches(sync::Offset offset) {
    return eventually([&] {
      step();
      return seen_.offset >= offset;
    });
  }
  const sync::CommitFeed::Counters& counters() const { return feed_.counters(); }
  nats::JetStreamDelivery::Counters heard() const { return delivery_.counters(); }

  std::vector<sync::Commit> commits;
  std::atomic<int> woken{0};

 private:
  static nats::JetStreamDelivery::Limits quick() {
    nats::JetStreamDelivery::Limits limits;
    limits.heartbeat = ms{200};
    limits.look_every = ms{300};
    limits.retry_max = ms{200};
    return limits;
  }
  sync::Seen seen_;
  nats::Connection connection_;
  nats_test::UserLog::Reader reader_;
  sync::LogService service_{"user/0", *reader_.log};
  os::SystemClock clock_;
  nats::JetStreamDelivery delivery_{connection_, "user/0", seen_.offset, [this] { ++woken; },
                                    quick()};
  sync::CommitFeed feed_;
};

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
