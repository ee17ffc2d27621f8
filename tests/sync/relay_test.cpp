#include <sync/application/relay.hpp>

#include <adapters/memory/memory_event_stream.hpp>

#include <tests/sync/follower_fixture.hpp>

namespace {

using Kind = sync::StreamFailure::Kind;
using ms = std::chrono::milliseconds;

class RelayLaws : public testing::Test {
 protected:
  using Offsets = std::vector<sync::Offset>;

  RelayLaws() {
    limits_.batch.events_max = 3;
  }

  // One more commit of so many events.
  void say(std::size_t events) {
    std::vector<sync::Event> said;
    for (std::size_t i = 0; i < events; ++i) said.push_back(samples::event("k", ++version_));
    source_.store.planted().commits.push_back(said_.add(std::move(said)));
  }
  sync::Relay relay() {
    return {"source/0", source_.log, stream_, clock_, witness_, limits_};
  }
  // Steps until it waits; a failure is waited for and tried again.
  void run(sync::Relay& relay) {
    for (int i = 0; i < 200; ++i) {
      const auto wait = relay.step();
      if (relay.status().relayed == said_.head().offset && wait > limits_.retry_max / 2) return;
      clock_.pass(wait);
    }
    FAIL() << "the relay never rests: " << relay.status().waiting;
  }
  Offsets offsets() const {
    Offsets offsets;
    for (const auto& message : stream_.messages) offsets.push_back(message.event.offset);
    return offsets;
  }
  static Offsets from_to(sync::Offset first, sync::Offset last) {
    Offsets offsets;
    for (auto at = first; at <= last; ++at) offsets.push_back(at);
    return offsets;
  }

  thing::Module source_{"source/0"};
  samples::Log said_;
  samples::StillClock clock_;
  thing::Witness witness_;
  memory::MemoryEventStream stream_;
  sync::Relay::Limits limits_;
  std::int64_t version_ = 0;
};

TEST_F(RelayLaws, TheStreamHoldsEachEventOnceAndInOrder) {
  for (const std::size_t events : {1, 2, 5, 1, 1, 1, 4}) say(events);
  auto relay = this->relay();
  run(relay);
  EXPECT_EQ(offsets(), from_to(1, 15));
  EXPECT_EQ(relay.status().published, 15u);
  say(1);
  run(relay);
  EXPECT_EQ(offsets(), from_to(1, 16));
}

TEST_F(RelayLaws, ARelayThatStartsGoesOnWhereTheStreamEndsAlsoWithinACommit) {
  say(5);
  say(2);
  stream_.arriving_max = 3;
  auto killed = relay();
  killed.step();
  ASSERT_EQ(offsets(), from_to(1, 3));
  auto started = relay();
  run(started);
  EXPECT_EQ(offsets(), from_to(1, 7));
  EXPECT_EQ(started.status().begun_again, 0u);
}

TEST_F(RelayLaws, TwoAtOnceLeaveNoGapAndNoRepetition) {
  auto one = relay();
  auto other = relay();
  for (int round = 0; round < 30; ++round) {
    say(1 + static_cast<std::size_t>(round) % 4);
    for (int i = 0; i < 3; ++i) {
      one.step();
      if (round % 2 == 0) other.step();
      clock_.pass(ms{50});
    }
  }
  run(one);
  run(other);
  EXPECT_EQ(offsets(), from_to(1, said_.head().offset));
  EXPECT_GT(one.status().moved + other.status().moved, 0u);
  EXPECT_TRUE(witness_.alarms.empty());
}

// Crossed: a stream at which something happens just before each look at its end.
class Crossed final : public sync::EventStream {
 public:
  Crossed(sync::EventStream& stream, std::function<void()> before)
      : stream_(stream), before_(std::move(before)) {}
  std::expected<sync::StreamEnd, sync::StreamFailure> end() override {
    before_();
    return stream_.end();
  }
  std::expected<void, sync::StreamFailure> publish(std::uint64_t sequence,
                                                   std::span<const sync::Commit> commits,
                                                   sync::Offset after) override {
    return stream_.publish(sequence, commits, after);
  }

 private:
  sync::EventStream& stream_;
  const std::function<void()> before_;
};

TEST_F(RelayLaws, WhatAnotherPublishedBehindTheHeadThatThisOneSawIsNoOtherHistory) {
  auto other = relay();
  say(2);
  Crossed crossed{stream_, [&] {
                    say(2);
                    clock_.pass(ms{1'000});
                    run(other);
                  }};
  sync::Relay slow{"source/0", source_.log, crossed, clock_, witness_, limits_};
  slow.step();
  EXPECT_EQ(offsets(), from_to(1, 4));
  EXPECT_EQ(slow.status().begun_again, 0u);
}

TEST_F(RelayLaws, OneThatStandsByPublishesNothingWhileTheOneThatLeadsDoes) {
  auto leading = relay();
  auto standing_by = relay();
  const auto every = limits_.stand_by / 5;
  for (int round = 0; round < 50; ++round) {
    say(1);
    standing_by.stand_by();
    leading.step();
    clock_.pass(every);
  }
  run(leading);
  EXPECT_EQ(leading.status().moved, 0u);
  EXPECT_EQ(standing_by.status().published, 0u);
  EXPECT_LE(stream_.ends_asked, 3u + 50 / 5);
  while (standing_by.stand_by() < limits_.look_every) clock_.pass(limits_.stand_by);
  EXPECT_EQ(standing_by.status().relayed, said_.head().offset);
  EXPECT_EQ(offsets(), from_to(1, 50));
}

TEST_F(RelayLaws, OneThatStandsByTakesOverWhereNobodyPublishes) {
  say(2);
  auto standing_by = relay();
  const auto wait = standing_by.stand_by();
  EXPECT_TRUE(offsets().empty());
  EXPECT_LE(wait, limits_.stand_by);
  clock_.pass(wait);
  standing_by.stand_by();
  EXPECT_EQ(offsets(), from_to(1, 2));
  say(1);  // and leaves it to the other again
  standing_by.stand_by();
  EXPECT_EQ(offsets(), from_to(1, 2));
}

TEST_F(RelayLaws, OneThatStandsByAndIsGivenTheLeadPublishesAtOnce) {
  say(1);
  auto relay = this->relay();
  relay.stand_by();
  relay.step();
  EXPECT_EQ(offsets(), from_to(1, 1));
}

TEST_F(RelayLaws, ABatchOfWhichNobodyHeardIsNotRepeatedWhereItArrived) {
  say(3);
  for (const std::size_t arriving : {0, 1, 2, 3}) {
    stream_.recreate();
    stream_.arriving_max = arriving;
    auto relay = this->relay();
    run(relay);
    EXPECT_EQ(offsets(), from_to(1, 3)) << arriving;
  }
}

TEST_F(RelayLaws, AnEmptiedStreamIsGivenTheLastWindowFromTheBeginningOfACommit) {
  limits_.window = 4;
  for (int i = 0; i < 5; ++i) say(3);
  auto relay = this->relay();
  run(relay);
  stream_.recreate();
  clock_.pass(limits_.look_every);  // nothing is written meanwhile: it looks by itself
  run(relay);
  EXPECT_EQ(offsets(), from_to(10, 15));
  stream_.messages.clear();  // purged: its sequence goes on
  clock_.pass(limits_.look_every);
  run(relay);
  EXPECT_EQ(offsets(), from_to(10, 15));
  stream_.recreate();
  say(1);  // refused by the new stream, which ends elsewhere
  run(relay);
  EXPECT_EQ(offsets(), from_to(13, 16));
}

TEST_F(RelayLaws, AStreamOfAnotherHistoryIsLeftBehind) {
  for (int i = 0; i < 3; ++i) say(2);
  auto first = relay();
  run(first);
  stream_.messages.back().mark.id.bytes[0] = 0xff;  // not what the log has there
  say(1);
  auto relay = this->relay();
  run(relay);
  EXPECT_EQ(relay.status().begun_again, 1u);
  EXPECT_EQ(stream_.messages.back().event.offset, 7u);
  stream_.messages.back().mark.offset = 900;  // the log went back
  auto again = this->relay();
  run(again);
  EXPECT_EQ(stream_.messages.back().event.offset, 7u);
}

TEST_F(RelayLaws, AFullBrokerIsAnAlarmOnceAndItGoesOnWhenThereIsRoom) {
  say(1);
  stream_.failing = {Kind::full, "JetStream is out of room: insufficient resources"};
  auto relay = this->relay();
  ms last{0};
  for (int i = 0; i < 20; ++i) {
    const auto wait = relay.step();
    EXPECT_GE(wait, std::min(last, limits_.retry_max));
    EXPECT_LE(wait, limits_.retry_max);
    last = wait;
    const auto asked = stream_.ends_asked;
    EXPECT_EQ(relay.step(), wait) << "a log that moves does not hurry it";
    EXPECT_EQ(stream_.ends_asked, asked);
    clock_.pass(wait);
  }
  EXPECT_EQ(last, limits_.retry_max);
  EXPECT_EQ(witness_.alarms.size(), 1u);
  EXPECT_FALSE(relay.status().waiting.empty());
  EXPECT_EQ(relay.status().head - relay.status().relayed, 1u);
  stream_.failing.reset();
  run(relay);
  EXPECT_TRUE(relay.status().waiting.empty());
  EXPECT_EQ(offsets(), from_to(1, 1));
}

TEST_F(RelayLaws, ABrokerThatIsAwayIsAnAlarmOnceItStaysSo) {
  say(1);
  stream_.failing = {Kind::away, "nobody answers"};
  auto relay = this->relay();
  const auto begun = clock_.monotonic();
  while (clock_.monotonic() - begun < limits_.patience) {
    EXPECT_TRUE(witness_.alarms.empty());
    clock_.pass(relay.step());
    EXPECT_FALSE(relay.status().waiting.empty());
  }
  for (int i = 0; i < 5; ++i) clock_.pass(relay.step());
  EXPECT_EQ(witness_.alarms.size(), 1u);
  stream_.failing.reset();
  run(relay);
  EXPECT_EQ(offsets(), from_to(1, 1));
}

TEST_F(RelayLaws, AnIdleOneLooksSeldom) {
  say(1);
  auto relay = this->relay();
  run(relay);
  const auto asked = stream_.ends_asked;
  for (int i = 0; i < 10; ++i) {
    relay.step();
    clock_.pass(limits_.look_every / 10);
  }
  EXPECT_LE(stream_.ends_asked, asked + 1);
}

}  // namespace
