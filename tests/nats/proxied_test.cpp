#include <gtest/gtest.h>

#include <random>
#include <thread>

#include <tests/nats/following.hpp>
#include <tests/nats/operator.hpp>
#include <tests/support/nats_server.hpp>
#include <tests/support/tcp_proxy.hpp>

// Two relays and two followers reach their broker over ways that are cut, half open, or slow.

namespace {

using nats_test::eventually;
using nats_test::Follower;
using nats_test::ms;
using nats_test::Source;
using Way = test::TcpProxy::Way;

class OverBadWays : public testing::Test {
 protected:
  static std::string url(const test::TcpProxy& proxy) {
    return "nats://127.0.0.1:" + std::to_string(proxy.port());
  }
  // Each event is in the stream, once and in order, and each follower has the log to the byte.
  void ends_equal() {
    const auto last = log_.head().offset;
    for (auto* follower : {&one_, &two_}) {
      ASSERT_TRUE(follower->reaches(last));
      EXPECT_EQ(follower->commits, log_.all());
    }
    ASSERT_TRUE(eventually([&] {
      const auto state = operator_.state("user/0");
      return state.messages >= last;
    }));
    const auto events = operator_.events("user/0");
    ASSERT_EQ(events.size(), last);
    for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].event.offset, i + 1);
    for (auto* follower : {&one_, &two_}) {
      const auto before = follower->heard().frames;
      EXPECT_TRUE(eventually([&] {
        log_.say(1);
        one_.step();
        two_.step();
        return follower->heard().frames > before + 5;
      })) << "the stream goes on to deliver, not the log alone";
    }
  }

  test::NatsServer server_;
  nats_test::UserLog log_;
  nats_test::Operator operator_{server_.url()};
  test::TcpProxy for_relay_{server_.port()};
  test::TcpProxy for_follower_{server_.port()};
  Source relay_{log_, url(for_relay_)};
  Source other_relay_{log_, server_.url()};
  Follower one_{log_, url(for_follower_)};
  Follower two_{log_, server_.url()};
};

TEST_F(OverBadWays, CutsLoseAndRepeatNothing) {
  std::minstd_rand random{7};
  for (int round = 0; round < 60; ++round) {
    log_.say(1 + random() % 5);
    std::this_thread::sleep_for(ms{random() % 20});
    one_.step();
    if (random() % 3 == 0) (random() % 2 == 0 ? for_relay_ : for_follower_).cut();
  }
  ends_equal();
}

// The broker has each message, and no word of it comes back.
TEST_F(OverBadWays, AcknowledgementsThatAreLostLoseAndRepeatNothing) {
  constexpr int cuts = 10;
  for_relay_.cut_at(Way::to_client, "\"seq\":", cuts);
  EXPECT_TRUE(eventually([&] {
    log_.say(3);
    return for_relay_.cuts() >= cuts;
  }));
  ends_equal();
}

TEST_F(OverBadWays, AHalfOpenOneIsGivenUpAndMeanwhileTheLogIsAsked) {
  log_.say(5);
  ASSERT_TRUE(one_.reaches(log_.head().offset));
  for (const auto way : {Way::to_client, Way::to_server}) {
    for_relay_.swallow(way, true);
    for_follower_.swallow(way, true);
    for (int i = 0; i < 20; ++i) log_.say(2);
    ASSERT_TRUE(one_.reaches(log_.head().offset)) << "by the log";
    ASSERT_TRUE(two_.reaches(log_.head().offset)) << "by the other relay";
    for_relay_.swallow(way, false);
    for_follower_.swallow(way, false);
  }
  ends_equal();
}

TEST_F(OverBadWays, SlowOnesAreOnlySlow) {
  for_relay_.delay(ms{30});
  for_follower_.delay(ms{30});
  for (int i = 0; i < 30; ++i) log_.say(3);
  ends_equal();
}

}  // namespace
