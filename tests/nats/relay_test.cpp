#include <sync/application/relay.hpp>

#include <gtest/gtest.h>

#include <adapters/nats/jetstream_event_stream.hpp>
#include <adapters/system/system_clock.hpp>

#include <tests/nats/operator.hpp>
#include <tests/nats/quiet.hpp>
#include <tests/nats/user_log.hpp>
#include <tests/support/nats_server.hpp>

namespace {

using nats_test::eventually;
using nats_test::Notices;

sync::Relay::Limits quick() {
  sync::Relay::Limits limits;
  limits.batch.events_max = 50;
  limits.look_every = std::chrono::milliseconds{100};
  limits.retry_max = std::chrono::milliseconds{200};
  return limits;
}

// One relay in a process of its own, as far as the broker can tell.
class Station {
 public:
  Station(const nats_test::UserLog& log, const std::string& url)
      : connection_(nats_test::settings_of(url, "user"), notices_.told()), reader_(log.reader()) {}

  // Steps until the stream holds the whole log.
  bool relayed(sync::Offset head) {
    return eventually([&] {
      relay.step();
      return relay.status().relayed == head && relay.status().waiting.empty();
    });
  }

 private:
  Notices notices_;
  nats::Connection connection_;
  nats_test::UserLog::Reader reader_;
  nats::JetStreamEventStream stream_{
      connection_, "user/0", {.stream = {}, .acks_max = std::chrono::milliseconds{2'000}}};
  os::SystemClock clock_;

 public:
  nats_test::Quiet observer;
  sync::Relay relay{"user/0", *reader_.log, stream_, clock_, observer, quick()};
};

class RelayToNats : public testing::Test {
 protected:
  void expect_whole(sync::Offset from = 1) {
    const auto commits = log_.all();
    const auto carried = operator_.events("user/0");
    ASSERT_EQ(carried.size(), log_.head().offset - from + 1);
    std::size_t at = 0;
    for (const auto& commit : commits) {
      for (const auto& event : commit.events) {
        if (event.offset < from) continue;
        ASSERT_EQ(carried[at++].event, event);
      }
    }
  }
  test::NatsServer server_;
  nats_test::UserLog log_;
  nats_test::Operator operator_{server_.url()};
};

TEST_F(RelayToNats, TheStreamHoldsEachEventToTheByte) {
  for (const std::size_t events : {1, 7, 1, 120, 3}) log_.say(events);
  Station station(log_, server_.url());
  ASSERT_TRUE(station.relayed(132));
  expect_whole();
}

TEST_F(RelayToNats, TwoAtOnceLeaveNoGapAndNoRepetition) {
  Station one(log_, server_.url());
  Station other(log_, server_.url());
  ASSERT_TRUE(one.relayed(0));
  ASSERT_TRUE(other.relayed(0));
  for (int round = 0; round < 60; ++round) {
    log_.say(1 + static_cast<std::size_t>(round) % 5);
    one.relay.step();
    if (round % 2 == 0) other.relay.step();
  }
  ASSERT_TRUE(one.relayed(log_.head().offset));
  ASSERT_TRUE(other.relayed(log_.head().offset));
  EXPECT_GT(one.relay.status().moved + other.relay.status().moved, 0u);
  expect_whole();
}

TEST_F(RelayToNats, ABrokerThatIsAwayAtTheStartIsCaughtUpWith) {
  server_.stop();
  log_.say(10);
  Station station(log_, server_.url());
  EXPECT_TRUE(eventually([&] {
    station.relay.step();
    return !station.relay.status().waiting.empty();
  }));
  EXPECT_EQ(station.relay.status().head - station.relay.status().relayed, 10u);
  server_.start();
  ASSERT_TRUE(station.relayed(10));
  expect_whole();
}

TEST_F(RelayToNats, AServerKilledOrFrozenOnTheWayLosesAndRepeatsNothing) {
  Station station(log_, server_.url());
  for (int round = 0; round < 4; ++round) {
    log_.say(200);
    station.relay.step();
    if (round % 2 == 0) {
      server_.kill();
      station.relay.step();
      server_.start();
    } else {
      server_.freeze();
      station.relay.step();
      server_.thaw();
    }
    ASSERT_TRUE(station.relayed(log_.head().offset)) << round;
  }
  expect_whole();
}

TEST_F(RelayToNats, AWipedServerAndADeletedStreamAreFilledAgain) {
  Station station(log_, server_.url());
  log_.say(20);
  ASSERT_TRUE(station.relayed(20));
  server_.stop();
  server_.wipe();
  server_.start();
  EXPECT_TRUE(eventually([&] {
    station.relay.step();
    return operator_.state("user/0").messages == 20;
  }));
  operator_.remove("user/0");
  log_.say(1);
  ASSERT_TRUE(station.relayed(21));
  expect_whole();
  operator_.purge("user/0");
  EXPECT_TRUE(eventually([&] {
    station.relay.step();
    return operator_.state("user/0").messages == 21;
  }));
  expect_whole();
}

TEST_F(RelayToNats, GarbageOnItsSubjectsAndDeletedMessagesDoNotMisleadIt) {
  Station station(log_, server_.url());
  log_.say(5);
  ASSERT_TRUE(station.relayed(5));
  for (int i = 0; i < 5; ++i) operator_.publish("cleave.user.0.garbage", "none of ours");
  log_.say(2);
  ASSERT_TRUE(station.relayed(7));
  expect_whole();
  operator_.erase("user/0", operator_.state("user/0").last);
  log_.say(1);
  ASSERT_TRUE(station.relayed(8));
  Station restarted(log_, server_.url());
  log_.say(1);
  ASSERT_TRUE(restarted.relayed(9));
  EXPECT_EQ(operator_.events("user/0").back().event.offset, 9u);
}

TEST(RelayToFullNats, OutOfRoomIsAnAlarmAndItGoesOnOnceThereIsRoom) {
  test::NatsServer server({}, "1MB");
  nats_test::UserLog log;
  log.say(3);
  Station station(log, server.url());  // its stream may grow beyond the server's store
  EXPECT_TRUE(eventually([&] {
    station.relay.step();
    return station.relay.status().waiting.contains("no room");
  })) << station.relay.status().waiting;
  EXPECT_GE(station.observer.alarms(), 1u);
  server.stop();
  server.set_max_file_store("2GB");
  server.start();
  EXPECT_TRUE(station.relayed(3));
}

}  // namespace
