#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include <adapters/nats/subscription.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>
#include <tests/requests/answers.hpp>
#include <tests/requests/nats_peer.hpp>
#include <tests/support/nats_server.hpp>

// What only a broker between asker and server can do.
namespace requests_test {
namespace {

using shared::Message;
using shared::Silence;
using std::chrono::milliseconds;

using Reply = shared::Services::Reply;

void echo(Message question, Reply reply) { reply(std::move(question)); }

class NatsRequests : public testing::Test {
 protected:
  Ended ask(milliseconds within = long_enough) {
    Answers answers;
    asker.requests().ask("user", saying("well?"), within, answers.one());
    const auto came = answers.when(1);
    return came.empty() ? std::unexpected(Silence::late) : came.front();
  }
  // Asked again and again, as a caller that may repeat does.
  bool comes_to_be_answered() {
    for (int i = 0; i < 2000; ++i) {
      if (ask()) return true;
      std::this_thread::sleep_for(milliseconds{10});
    }
    return false;
  }

  os::SystemClock clock;
  os::TimerThread timer;
  test::NatsServer broker;
  Peer asker{broker.url(), "gateway", clock, timer, 4096};
  Peer server{broker.url(), "user", clock, timer, 4096};
};

TEST_F(NatsRequests, UnderWayAreLostWithTheBrokerAndReachNobodyUntilItIsBack) {
  std::atomic<bool> silent = true;
  std::atomic<int> reached = 0;
  const auto serving = server.serve("user", [&](Message question, Reply reply) {
    ++reached;
    if (!silent) reply(std::move(question));
  });
  Answers answers;
  asker.requests().ask("user", saying("one"), long_enough, answers.one());
  for (int i = 0; i < 2000 && reached == 0; ++i) std::this_thread::sleep_for(milliseconds{10});
  ASSERT_EQ(reached, 1);
  broker.kill();
  const auto came = answers.when(1);
  ASSERT_EQ(came.size(), 1U);
  EXPECT_TRUE(is(came[0], Silence::lost));
  EXPECT_TRUE(is(ask(), Silence::nobody));
  silent = false;
  broker.start();
  EXPECT_TRUE(comes_to_be_answered());
}

TEST_F(NatsRequests, AreLateWhereTheBrokerHangs) {
  const auto serving = server.serve("user", echo);
  ASSERT_TRUE(ask());
  broker.freeze();
  const auto began = std::chrono::steady_clock::now();
  auto ended = ask(milliseconds{200});
  // It stops when the system gets to it.
  for (int i = 0; i < 100 && ended; ++i) ended = ask(milliseconds{200});
  EXPECT_TRUE(is(ended, Silence::late));
  EXPECT_LT(std::chrono::steady_clock::now() - began, long_enough);
  broker.thaw();
  EXPECT_TRUE(comes_to_be_answered());
}

TEST_F(NatsRequests, AreNotLostWithOneWhoLeavesInOrder) {
  Peer other{broker.url(), "user", clock, timer, 4096};
  std::atomic<int> by_leaving = 0;
  auto leaving = server.serve("user", [&](Message question, Reply reply) {
    ++by_leaving;
    std::this_thread::sleep_for(milliseconds{1});  // so that some wait when it leaves
    reply(std::move(question));
  });
  const auto staying = other.serve("user", echo);
  Answers answers;
  constexpr std::size_t count = 2000;
  for (std::size_t i = 0; i < count; ++i) {
    asker.requests().ask("user", saying(std::to_string(i)), long_enough, answers.one());
    if (i == count / 2) leaving.reset();
  }
  const auto came = answers.when(count);
  ASSERT_EQ(came.size(), count);
  for (const auto& ended : came) ASSERT_TRUE(ended);
  EXPECT_GT(by_leaving, 0);
}

// Who was asked once knows where answers go to, and counts on.
TEST_F(NatsRequests, AreAnsweredByThoseAloneWhoWereAsked) {
  nats::Connection thief{Peer::settings(broker.url(), "thief"), [](const nats::Notice&) {}};
  while (!thief.link()) std::this_thread::sleep_for(milliseconds{1});
  std::promise<std::string> address;
  const auto asked = nats::Subscription::open(
      thief.link(), "cleave.ask.billing", "", [&](const nats::MessagePtr& message) {
        address.set_value(natsMsg_GetReply(message.get()));
      });
  natsConnection_FlushTimeout(thief.link().get(), 20'000);
  std::promise<Reply> held;
  const auto serving =
      server.serve("user", [&](const Message&, Reply reply) { held.set_value(std::move(reply)); });
  Answers stolen;
  asker.requests().ask("billing", saying("one"), long_enough, stolen.one());
  const auto first = address.get_future().get();
  Answers answers;
  asker.requests().ask("user", saying("two"), long_enough, answers.one());
  auto reply = held.get_future().get();
  const auto stem = first.substr(0, first.rfind('.') + 1);
  for (const auto& forged : {stem + "2", stem + "2" + first.substr(first.find('-', stem.size())),
                             stem + "2-0", stem, stem + "2-"}) {
    natsConnection_PublishString(thief.link().get(), forged.c_str(), "a lie");
  }
  natsConnection_FlushTimeout(thief.link().get(), 20'000);
  reply(saying("the truth"));
  const auto came = answers.when(1);
  ASSERT_EQ(came.size(), 1U);
  ASSERT_TRUE(came[0]);
  EXPECT_EQ(came[0]->body, "the truth");
}

TEST(NatsRequestsElsewhere, ThatTheBrokerTakesNotReachNobody) {
  os::SystemClock clock;
  os::TimerThread timer;
  test::NatsServer broker{"max_payload: 64KB"};
  Peer asker{broker.url(), "gateway", clock, timer, 10};
  Peer server{broker.url(), "user", clock, timer, 10};
  const auto serving = server.serve("user", echo);
  Answers answers;
  const std::string large(100 * 1024, 'x');
  asker.requests().ask("user", saying(large), long_enough, answers.one());
  asker.requests().ask("user", saying("small"), long_enough, answers.one());
  const auto came = answers.when(2);
  ASSERT_EQ(came.size(), 2U);
  EXPECT_TRUE(is(came[0], Silence::nobody));
  EXPECT_TRUE(came[1]);
}

}  // namespace
}  // namespace requests_test
