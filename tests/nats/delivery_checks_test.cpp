#include <adapters/nats/jetstream_delivery.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sync/application/encoding.hpp>

#include <tests/nats/lossy_way.hpp>
#include <tests/nats/operator.hpp>
#include <tests/support/nats_server.hpp>

// What the delivery notices by itself, without a log that would fill its gaps: that a message was
// lost, a consumer is silent or delivers nothing, and a stream is another one.
namespace {

using nats_test::eventually;
using nats_test::Sent;
using ms = std::chrono::milliseconds;

constexpr ms never{3'600'000};
constexpr auto log_name = "user/0";

sync::Commit commit_of(sync::Offset first, std::size_t events, std::size_t payload_bytes = 2) {
  sync::Commit commit;
  for (std::size_t i = 0; i < events; ++i) {
    sync::Event event;
    event.offset = first + i;
    event.aggregate_type = "user";
    event.key = "usr_1";
    event.version = static_cast<std::int64_t>(event.offset);
    event.type = "user.registered";
    event.payload = std::string(payload_bytes, '1');
    commit.events.push_back(std::move(event));
  }
  return commit;
}

class DeliveryChecks : public testing::Test {
 protected:
  DeliveryChecks() { declare(); }

  void declare() {
    nats::JetStream jetstream(operator_.link());
    EXPECT_TRUE(jetstream.declare(log_name, {}));
  }
  void begin_again() {
    operator_.remove(log_name);
    declare();
  }
  void publish(const sync::Commit& commit) {
    for (std::size_t i = 0; i < commit.events.size(); ++i) {
      operator_.publish(nats::to_message(log_name, commit, i, "").get());
    }
  }
  // Commits of one event each.
  void publish(sync::Offset first, sync::Offset last) {
    for (auto offset = first; offset <= last; ++offset) publish(commit_of(offset, 1));
  }
  // A follower that has seen the log up to there.
  void follow(sync::Offset after = 0) {
    connection_.emplace(nats_test::settings_of(way_.url(), "billing"), [](const auto&) {});
    delivery_.emplace(*connection_, log_name, after, [this] { ++woken_; }, limits_);
  }
  void take() {
    for (const auto& bytes : delivery_->take(1'000)) {
      const auto frame = sync::decode_frame(bytes);
      for (const auto& event : frame->commit.events) came_.push_back(event.offset);
    }
  }
  bool comes(sync::Offset last) {
    return eventually([&] {
      take();
      return !came_.empty() && came_.back() == last;
    });
  }
  bool has_consumers(std::uint64_t count) {
    return eventually([&] { return delivery_->counters().consumers >= count; });
  }
  static std::vector<sync::Offset> from_to(sync::Offset first, sync::Offset last) {
    std::vector<sync::Offset> all;
    for (auto offset = first; offset <= last; ++offset) all.push_back(offset);
    return all;
  }

  // Each test has the one check at work that it is about.
  nats::JetStreamDelivery::Limits limits_{.heartbeat = never, .look_every = never,
                                          .retry_min = ms{1}, .retry_max = ms{200}};
  std::atomic<bool> deliveries_are_lost_ = false;
  std::atomic<bool> heartbeats_are_lost_ = false;
  std::atomic<int> lost_once_at_ = 0;  // the how many-th delivery
  std::atomic<int> woken_ = 0;
  std::vector<sync::Offset> came_;

  test::NatsServer server_;
  nats_test::Operator operator_{server_.url()};
  std::atomic<int> deliveries_ = 0;
  nats_test::LossyWay way_{server_.port(), [this](const Sent& sent) {
    if (sent.is_heartbeat()) return heartbeats_are_lost_.load();
    if (!sent.is_delivery()) return false;
    return deliveries_are_lost_.load() || ++deliveries_ == lost_once_at_;
  }};
  std::optional<nats::Connection> connection_;
  std::optional<nats::JetStreamDelivery> delivery_;
};

TEST_F(DeliveryChecks, AMessageThatIsLostIsReadAgain) {
  lost_once_at_ = 5;
  publish(1, 10);
  follow();
  ASSERT_TRUE(comes(10));
  EXPECT_EQ(came_, from_to(1, 10));
  EXPECT_EQ(delivery_->counters().consumers, 2u);
}

TEST_F(DeliveryChecks, AConsumerThatFallsSilentIsMadeAnew) {
  limits_.heartbeat = ms{200};
  follow();
  ASSERT_TRUE(has_consumers(1));
  deliveries_are_lost_ = heartbeats_are_lost_ = true;
  publish(1, 3);
  ASSERT_TRUE(has_consumers(3));
  deliveries_are_lost_ = heartbeats_are_lost_ = false;
  publish(4, 4);
  ASSERT_TRUE(comes(4));
  EXPECT_EQ(came_, from_to(1, 4));
}

TEST_F(DeliveryChecks, AConsumerThatLivesAndDeliversNothingIsMadeAnew) {
  limits_.heartbeat = ms{200};
  limits_.look_every = ms{50};
  follow();
  ASSERT_TRUE(has_consumers(1));
  deliveries_are_lost_ = true;
  publish(1, 3);
  ASSERT_TRUE(has_consumers(3));
  deliveries_are_lost_ = false;
  ASSERT_TRUE(comes(3));
  EXPECT_EQ(came_, from_to(1, 3));
}

TEST_F(DeliveryChecks, AStreamThatBeganAgainIsReadFromTheFollowersPosition) {
  limits_.look_every = ms{50};
  publish(1, 8);
  follow();
  ASSERT_TRUE(comes(8));
  auto forged = commit_of(sync::Offset{1} << 40, 1);
  publish(forged);
  ASSERT_TRUE(comes(sync::Offset{1} << 40));
  came_.clear();
  begin_again();
  ASSERT_TRUE(has_consumers(2));
  deliveries_are_lost_ = true;
  publish(5, 10);  // fewer than it held before
  const auto consumers = delivery_->counters().consumers;
  ASSERT_TRUE(has_consumers(consumers + 2));
  deliveries_are_lost_ = false;
  ASSERT_TRUE(comes(10));
  EXPECT_EQ(came_, from_to(9, 10));
}

TEST_F(DeliveryChecks, GoesOnBehindWhatItTookWhateverElseTheStreamHolds) {
  limits_.look_every = ms{50};
  publish(1, 8);
  follow();
  ASSERT_TRUE(comes(8));
  deliveries_are_lost_ = true;
  publish(9, 9);
  for (int i = 0; i < 20; ++i) operator_.publish("cleave.user.0.user.registered", "garbage");
  publish(10, 10);
  const auto consumers = delivery_->counters().consumers;
  ASSERT_TRUE(has_consumers(consumers + 1));
  deliveries_are_lost_ = false;
  ASSERT_TRUE(comes(10));
  EXPECT_EQ(came_, from_to(1, 10));
}

TEST_F(DeliveryChecks, AFollowerAheadOfTheStreamIsBroughtWhatIsNewAlone) {
  publish(1, 8);
  follow(20);
  ASSERT_TRUE(has_consumers(1));
  publish(9, 9);
  ASSERT_TRUE(comes(9));
  EXPECT_EQ(came_, from_to(9, 9));
}

TEST_F(DeliveryChecks, ALinkThatComesToStandIsUsedAtOnce) {
  limits_.retry_max = never;
  server_.stop();
  follow();
  server_.start();
  ASSERT_TRUE(has_consumers(1));
  publish(1, 1);
  EXPECT_TRUE(comes(1));
}

TEST_F(DeliveryChecks, AsksLessAndLessOftenForAStreamThatIsMissing) {
  operator_.remove(log_name);
  limits_.retry_max = never;
  const auto began = std::chrono::steady_clock::now();
  follow();
  ASSERT_TRUE(eventually([&] { return way_.said("STREAM.INFO") >= 8; }));
  // 2, 4, ..., 128 ms lie between them.
  EXPECT_GE(std::chrono::steady_clock::now() - began, ms{254});
}

TEST_F(DeliveryChecks, WhatWaitsIsBoundedInBytesAndTheirRoomIsGivenBack) {
  limits_.bytes_max = 2'000;
  for (sync::Offset offset = 1; offset <= 20; ++offset) publish(commit_of(offset, 1, 900));
  follow();
  ASSERT_TRUE(eventually([&] { return delivery_->counters().frames >= 2; }));
  std::size_t most = 0;
  EXPECT_TRUE(eventually([&] {
    const auto frames = delivery_->take(1'000);
    most = std::max(most, frames.size());
    for (const auto& frame : frames) {
      came_.push_back(sync::decode_frame(frame)->commit.events[0].offset);
    }
    return came_.size() == 20;
  }));
  EXPECT_EQ(came_, from_to(1, 20));
  EXPECT_LE(most, 2u);
}

TEST_F(DeliveryChecks, WakesOnceForWhatCameSinceTheLastTake) {
  follow();
  ASSERT_TRUE(has_consumers(1));
  for (const sync::Offset offset : {1, 3, 5}) {
    publish(offset, offset + 1);
    ASSERT_TRUE(comes(offset + 1));
  }
  ASSERT_TRUE(eventually([&] { return woken_ >= 3; }));  // it may come a moment behind the frame
  const int before = woken_;
  const auto frames = delivery_->counters().frames;
  publish(7, 16);
  ASSERT_TRUE(eventually([&] { return delivery_->counters().frames == frames + 10; }));
  EXPECT_LE(woken_, before + 2);
}

TEST_F(DeliveryChecks, EverythingComesHoweverMuchItIs) {
  limits_.bytes_max = 64 * 1024 * 1024;
  constexpr std::size_t large = 250 * 1024;
  for (sync::Offset offset = 1; offset <= 60; ++offset) publish(commit_of(offset, 1, large));
  follow();
  ASSERT_TRUE(comes(60));
  EXPECT_EQ(came_, from_to(1, 60));
  EXPECT_EQ(delivery_->counters().consumers, 1u);
  EXPECT_GT(way_.said("PUB $JS.FC."), 0);
}

}  // namespace
