#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/nats/gathering.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>
#include <tests/requests/answers.hpp>
#include <tests/requests/nats_peer.hpp>
#include <tests/requests/raw_voice.hpp>
#include <tests/support/nats_server.hpp>

// Questions that are larger than a message, where one end does not do as it should.
namespace requests_test {
namespace {

using shared::Message;
using shared::Silence;
using std::chrono::milliseconds;

constexpr std::size_t mib = 1024 * 1024;
const std::string mine = "_INBOX_voice.mine";

Message large() { return {{{"of", "me"}}, std::string(mib, 'a') + std::string(mib / 4, 'b')}; }
constexpr std::size_t large_pieces = 3;

class Pieces : public testing::Test {
 protected:
  os::SystemClock clock;
  os::TimerThread timer;
  test::NatsServer broker;
};

// Asked by ours, of somebody who wants what it likes.
class OfferedPieces : public Pieces {
 protected:
  void ask(Answers& answers, milliseconds within = long_enough) {
    asker.requests().ask("user", large(), within, answers.one());
  }
  void want(const Heard& offer, std::size_t piece, const std::string& to = mine) {
    module.say(nats::want_message(offer.reply_to(), to, piece));
  }
  static Ended only(const Answers& answers) {
    const auto came = answers.when(1);
    return came.size() == 1 ? came.front() : std::unexpected(Silence::late);
  }

  RawVoice module{broker.url(), "cleave.ask.user"};
  RawVoice desk{broker.url(), mine};
  Peer asker{broker.url(), "gateway", clock, timer, 4096};
};

TEST_F(OfferedPieces, AreSentAsTheyAreWanted) {
  Answers answers;
  ask(answers);
  const auto offer = module.next();
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer.header("Cleave-Bytes"), std::to_string(large().body.size()));
  EXPECT_TRUE(offer.data().empty());
  std::string body;
  for (std::size_t piece = 1; piece <= large_pieces; ++piece) {
    want(offer, piece);
    const auto came = desk.next();
    ASSERT_TRUE(came);
    EXPECT_LE(came.data().size(), nats::piece_bytes_max);
    EXPECT_EQ(came.header("of"), piece == large_pieces ? "me" : "");
    body += came.data();
  }
  EXPECT_TRUE(body == large().body);
  module.say(nats::piece_message(offer.reply_to(), saying("thanks"), 1, 1));
  const auto ended = only(answers);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->body, "thanks");
}

TEST_F(OfferedPieces, ThatWereNotAllWantedReachedNobody) {
  Answers answers;
  ask(answers, milliseconds{500});
  const auto offer = module.next();
  ASSERT_TRUE(offer);
  want(offer, 1);
  want(offer, 2);
  ASSERT_TRUE(desk.next());
  EXPECT_TRUE(is(only(answers), Silence::nobody));
  EXPECT_TRUE(desk.next());
  want(offer, 3);  // too late
  EXPECT_FALSE(desk.next(milliseconds{100}));
}

TEST_F(OfferedPieces, ThatWereAllSentMayHaveTakenEffect) {
  Answers answers;
  ask(answers, milliseconds{500});
  const auto offer = module.next();
  ASSERT_TRUE(offer);
  for (std::size_t piece = 1; piece <= large_pieces; ++piece) want(offer, piece);
  EXPECT_TRUE(is(only(answers), Silence::late));
}

TEST_F(OfferedPieces, ThatAreRefusedReachNobodyAtOnce) {
  Answers answers;
  ask(answers);
  const auto offer = module.next();
  ASSERT_TRUE(offer);
  for (std::size_t piece = 1; piece <= large_pieces; ++piece) want(offer, piece);
  module.say(nats::refused_message(offer.reply_to()));
  EXPECT_TRUE(is(only(answers), Silence::nobody));
}

TEST_F(OfferedPieces, WantedWhereNobodyIsSpokenToAreNotSent) {
  RawVoice overheard{broker.url(), "cleave.ask.billing"};
  Answers answers;
  ask(answers, milliseconds{500});
  const auto offer = module.next();
  ASSERT_TRUE(offer);
  want(offer, 1, "cleave.ask.billing");
  want(offer, large_pieces + 1);
  EXPECT_TRUE(is(only(answers), Silence::nobody));
  EXPECT_FALSE(overheard.next(milliseconds{100}));
  EXPECT_FALSE(desk.next(milliseconds{100}));
}

TEST_F(OfferedPieces, AreLostWithTheBrokerAndSoReachedNobody) {
  Answers answers;
  ask(answers);
  const auto offer = module.next();
  ASSERT_TRUE(offer);
  want(offer, 1);
  ASSERT_TRUE(desk.next());
  broker.kill();
  EXPECT_TRUE(is(only(answers), Silence::nobody));
}

// Nobody wants them: they wait here, within the bound, and make room when they go.
TEST_F(OfferedPieces, WaitWithinABound) {
  const std::size_t fit = nats::RequestLimits{}.offered_bytes_max / large().bytes();
  Answers answers;
  for (std::size_t i = 0; i < fit; ++i) ask(answers);
  EXPECT_EQ(answers.count(), 0U);
  Answers beyond;
  ask(beyond);
  EXPECT_TRUE(is(only(beyond), Silence::nobody));
  const auto offer = module.next();
  for (std::size_t piece = 1; piece <= large_pieces; ++piece) {
    want(offer, piece);
    ASSERT_TRUE(desk.next());
  }
  Answers after;
  ask(after, milliseconds{10});
  for (std::size_t i = 0; i < fit; ++i) ASSERT_TRUE(module.next()) << i;
}

// Taken by ours, from somebody who sends what it likes.
class GatheredPieces : public Pieces {
 protected:
  void open(nats::GatheringLimits limits) {
    outlet->set(connection.link());
    gathering = std::make_unique<nats::Gathering>(
        connection.link(), "_INBOX_user.questions.1", outlet, clock, timer,
        [this](Message question, const std::string&) {
          whole = std::move(question);
          ++taken;
        },
        limits);
  }
  void SetUp() override {
    while (!connection.link()) std::this_thread::sleep_for(milliseconds{1});
    open({});
  }
  // Where its pieces are to go; empty where it is refused.
  std::string offer(std::size_t bytes = large().body.size()) {
    gathering->offered(bytes, mine);
    return gateway.next().reply_to();
  }
  void send(const std::string& to, std::size_t piece, const Message& of = large()) {
    gateway.say(nats::piece_message(to, of, piece, nats::pieces_of(of.body.size())));
  }
  std::string wanted() { return gateway.next().header("Cleave-Want"); }
  bool refused() { return gateway.next().header("Cleave-Refused") == "1"; }
  bool came() {
    for (int i = 0; i < 2000 && taken == 0; ++i) std::this_thread::sleep_for(milliseconds{10});
    return taken == 1;
  }

  nats::Connection connection{Peer::settings(broker.url(), "user"), [](const nats::Notice&) {}};
  std::shared_ptr<nats::Outlet> outlet = std::make_shared<nats::Outlet>();
  RawVoice gateway{broker.url(), mine};
  Message whole;
  std::atomic<int> taken = 0;
  std::unique_ptr<nats::Gathering> gathering;
};

TEST_F(GatheredPieces, AreTakenOnceAndInOrderHoweverTheyCome) {
  const auto to = offer();
  ASSERT_FALSE(to.empty());
  send(to, 3);
  send(to, 1);
  EXPECT_EQ(wanted(), "2");
  send(to, 1);
  send(to, 3);
  send(to, 2);
  EXPECT_EQ(wanted(), "3");
  send(to, 2);
  send(to, 3);
  send(to, 3);
  ASSERT_TRUE(came());
  EXPECT_TRUE(whole.body == large().body);
  EXPECT_EQ(whole.headers, large().headers);
  EXPECT_FALSE(gateway.next(milliseconds{100}));
  EXPECT_EQ(taken, 1);
}

TEST_F(GatheredPieces, OfAnotherAddressAreNobodys) {
  const auto to = offer();
  for (const auto& forged : {to.substr(0, to.rfind('-')), to.substr(0, to.rfind('-')) + "-1",
                             to + "1", to.substr(0, to.rfind('.') + 1)}) {
    send(forged, 1);
  }
  EXPECT_FALSE(gateway.next(milliseconds{100}));
  send(to, 1);
  EXPECT_EQ(wanted(), "2");
}

TEST_F(GatheredPieces, ThatAreNotWhatWasOfferedAreRefused) {
  for (const std::size_t offered : {large().body.size() - 1, large().body.size() + 1}) {
    const auto to = offer(offered);
    for (std::size_t piece = 1; piece < large_pieces; ++piece) {
      send(to, piece);
      EXPECT_EQ(wanted(), std::to_string(piece + 1));
    }
    send(to, large_pieces);
    EXPECT_TRUE(refused()) << offered;
  }
  // The last before its time, and one that never ends.
  auto to = offer();
  send(to, 1, saying(std::string(1000, 'x')));
  EXPECT_TRUE(refused());
  to = offer(10);
  send(to, 1);
  EXPECT_TRUE(refused());
  EXPECT_EQ(taken, 0);
}

TEST_F(GatheredPieces, ThatDoNotComeInTimeAreRefused) {
  open({.piece_max = milliseconds{100}});
  const auto to = offer();
  send(to, 1);
  EXPECT_EQ(wanted(), "2");
  EXPECT_TRUE(refused());
  send(to, 2);
  EXPECT_FALSE(gateway.next(milliseconds{100}));
  EXPECT_EQ(taken, 0);
}

TEST_F(GatheredPieces, BeyondTheBoundAreRefusedUntilOthersEnd) {
  const auto bytes = large().body.size();
  open({.bytes_max = 2 * bytes});
  EXPECT_TRUE(offer(shared::question_bytes_max + 1).empty());
  const auto first = offer();
  ASSERT_FALSE(first.empty());
  ASSERT_FALSE(offer().empty());
  EXPECT_TRUE(offer().empty());
  for (std::size_t piece = 1; piece <= large_pieces; ++piece) {
    send(first, piece);
    if (piece != large_pieces) {
      EXPECT_EQ(wanted(), std::to_string(piece + 1));
    }
  }
  ASSERT_TRUE(came());
  EXPECT_FALSE(offer().empty());
}

TEST_F(GatheredPieces, OfWhichNotAllCameAreRefusedByOneWhoLeaves) {
  const auto to = offer();
  send(to, 1);
  EXPECT_EQ(wanted(), "2");
  gathering.reset();
  EXPECT_TRUE(refused());
  EXPECT_EQ(taken, 0);
}

// Answers of which not all has come, from somebody who begins more than it ends.
TEST_F(Pieces, OfAnswersAreLostBeyondTheBoundAndTheOthersGoOn) {
  RawVoice module{broker.url(), "cleave.ask.user"};
  Peer asker{broker.url(), "gateway", clock, timer,
             nats::RequestLimits{.gathered_bytes_max = 2 * mib}};
  const auto answer = saying(std::string(2 * mib, 'x'));
  const auto say = [&](const Heard& question, std::size_t piece) {
    module.say(nats::piece_message(question.reply_to(), answer, piece, 4));
  };
  Answers first;
  Answers second;
  asker.requests().ask("user", saying("one"), long_enough, first.one());
  const auto one = module.next();
  ASSERT_TRUE(one);
  for (std::size_t piece = 1; piece <= 3; ++piece) say(one, piece);
  asker.requests().ask("user", saying("two"), long_enough, second.one());
  const auto two = module.next();
  ASSERT_TRUE(two);
  say(two, 1);
  say(two, 2);  // for which there is no room
  const auto lost = second.when(1);
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_TRUE(is(lost[0], Silence::lost));
  say(one, 4);
  const auto whole = first.when(1);
  ASSERT_EQ(whole.size(), 1U);
  ASSERT_TRUE(whole[0]);
  EXPECT_TRUE(whole[0]->body == answer.body);
}

// By a broker that takes less than a piece.
TEST(PiecesElsewhere, ThatTheBrokerTakesNotReachNobody) {
  os::SystemClock clock;
  os::TimerThread timer;
  test::NatsServer broker{"max_payload: 64KB"};
  Peer asker{broker.url(), "gateway", clock, timer, 10};
  Peer server{broker.url(), "user", clock, timer, 10};
  const auto serving = server.serve(
      "user", [](Message question, shared::Services::Reply reply) { reply(std::move(question)); });
  Answers answers;
  asker.requests().ask("user", large(), long_enough, answers.one());
  const auto came = answers.when(1);
  ASSERT_EQ(came.size(), 1U);
  EXPECT_TRUE(is(came[0], Silence::nobody));
}

}  // namespace
}  // namespace requests_test
