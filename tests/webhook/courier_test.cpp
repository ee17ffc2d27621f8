#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include <tests/webhook/world.hpp>

namespace webhook_test {
namespace {

using webhook::Delivery;
using webhook::DeliveryStatus;
using webhook::Reply;

const Reply good{.status = 200};
const Reply bad{.status = 500};

struct CourierTest : testing::Test, World {
  std::size_t count(DeliveryStatus status) {
    return static_cast<std::size_t>(std::ranges::count_if(
        all_deliveries(), [&](const Delivery& one) { return one.fields().status == status; }));
  }
};

TEST_F(CourierTest, BringsWhatIsDueAndIsDone) {
  create(1);
  hear("user.registered");
  EXPECT_EQ(courier->step(), limits.idle);
  ASSERT_EQ(transport.on_their_way.size(), 1U);
  EXPECT_EQ(transport.on_their_way.front().message.url, "https://receiver.example/1");
  courier->step();
  EXPECT_EQ(transport.sent.size(), 1U) << "what is on its way is not sent again";
  transport.answer(good);
  courier->step();
  EXPECT_EQ(transport.sent.size(), 1U) << "nor what is being written down";
  works.run_all();
  EXPECT_EQ(count(DeliveryStatus::succeeded), 1U);
  live(48h, good);
  EXPECT_EQ(transport.sent.size(), 1U);
  EXPECT_EQ(courier->counts().succeeded, 1);
}

TEST_F(CourierTest, TriesTenTimesOverThreeDaysAndGivesUp) {
  create(1);
  hear("user.registered");
  live(6h, bad);
  EXPECT_EQ(transport.sent.size(), 5U) << "at once, 5 s, 5 min, 30 min, 2 h";
  live(6 * 24h, bad);
  EXPECT_EQ(transport.sent.size(), 10U);
  EXPECT_EQ(count(DeliveryStatus::failed), 1U);
  EXPECT_EQ(std::set(transport.sent.begin(), transport.sent.end()).size(), 1U)
      << "each under the same id";
}

TEST_F(CourierTest, BringsEverythingOnceTheReceiverIsBack) {
  create(1);
  for (int i = 0; i < 100; ++i) hear("user.registered");
  live(1h, bad);
  EXPECT_EQ(count(DeliveryStatus::pending), 100U);
  live(48h, good);
  EXPECT_EQ(count(DeliveryStatus::succeeded), 100U);
}

TEST_F(CourierTest, SaysWhenTheNextIsDue) {
  create(1);
  hear("user.registered");
  step(bad);
  clock.pass(4'800ms);
  EXPECT_EQ(step(bad), 200ms);
  EXPECT_EQ(transport.sent.size(), 1U);
  clock.pass(200ms);
  step(bad);
  EXPECT_EQ(transport.sent.size(), 2U);
}

TEST_F(CourierTest, SendsFourToOneEndpointAnd32InAllAtATime) {
  create(1);
  for (int i = 0; i < 10; ++i) hear("user.registered");
  courier->step();
  EXPECT_EQ(transport.on_their_way.size(), 4U);
  transport.answer(good);
  works.run_all();
  courier->step();
  EXPECT_EQ(transport.sent.size(), 5U);
  EXPECT_EQ(transport.on_their_way.size(), 4U);
  for (std::uint8_t i = 2; i <= 20; ++i) create(i);
  for (int i = 0; i < 10; ++i) hear("user.registered");
  for (int i = 0; i < 5; ++i) courier->step();
  EXPECT_EQ(transport.on_their_way.size(), 32U);
  EXPECT_EQ(courier->in_flight(), 32U);
}

TEST_F(CourierTest, AnEndpointThatHangsKeepsNoOtherWaiting) {
  create(1);
  create(2);
  for (int i = 0; i < 50; ++i) hear("user.registered");
  std::map<std::string, int> arrived;
  for (int i = 0; i < 100; ++i) {
    courier->step();
    auto& way = transport.on_their_way;
    const auto quick = std::ranges::find(way, "https://receiver.example/2",
                                         [](const auto& one) { return one.message.url; });
    if (quick == way.end()) continue;
    auto one = std::move(*quick);
    way.erase(quick);
    ++arrived[one.message.url];
    one.done(good);
    works.run_all();
  }
  EXPECT_EQ(arrived["https://receiver.example/2"], 50);
}

TEST_F(CourierTest, EndpointsTakeTurnsWhereThereIsNotRoomForAll) {
  for (std::uint8_t i = 1; i <= 20; ++i) create(i);
  for (int i = 0; i < 40; ++i) hear("user.registered");
  std::map<std::string, int> sent;
  for (int i = 0; i < 5; ++i) {
    courier->step();
    for (const auto& one : transport.on_their_way) ++sent[one.message.url];
    transport.answer_all(good);
    works.run_all();
  }
  EXPECT_EQ(sent.size(), 20U) << "each had its turn";
}

TEST_F(CourierTest, SendsAgainWhatWasOnItsWayWhenTheProcessDied) {
  create(1);
  hear("user.registered");
  courier->step();
  restart();
  courier->step();
  ASSERT_EQ(transport.sent.size(), 2U);
  EXPECT_EQ(transport.sent[0], transport.sent[1]);
  step(good);
  EXPECT_EQ(count(DeliveryStatus::succeeded), 1U);
}

TEST_F(CourierTest, KeepsHowAnAttemptEndedUntilItIsWrittenDown) {
  create(1);
  hear("user.registered");
  works.refusal = shared::Error{shared::ErrorKind::unavailable, "sync.store_full", "", ""};
  for (int i = 0; i < 20; ++i) {
    step(good);
    clock.pass(limits.pause);
  }
  EXPECT_EQ(transport.sent.size(), 1U) << "it arrived, so it is not sent again";
  EXPECT_EQ(count(DeliveryStatus::pending), 1U);
  works.refusal.reset();
  live(10s, good);
  EXPECT_EQ(count(DeliveryStatus::succeeded), 1U);
  EXPECT_EQ(transport.sent.size(), 1U);
}

TEST_F(CourierTest, CancelsWhatComesDueForADisabledEndpointAndAllOfADeletedOne) {
  const auto first = create(1);
  const auto second = create(2);
  for (int i = 0; i < 100; ++i) hear("user.registered");
  ASSERT_TRUE(run(module.disable_endpoint,
                  {.id = first, .expected_version = {}, .reason = {}, .at = clock.now()}));
  ASSERT_TRUE(run(module.delete_endpoint, {.id = second, .expected_version = {}}));
  live(5s, bad);
  EXPECT_TRUE(transport.sent.empty());
  EXPECT_EQ(count(DeliveryStatus::canceled), 200U);
  EXPECT_EQ(courier->counts().canceled, 200);
}

TEST_F(CourierTest, WhatWaitsForALaterAttemptOutlivesAShortDisabling) {
  const auto id = create(1);
  hear("user.registered");
  step(bad);
  step(bad);
  ASSERT_TRUE(run(module.disable_endpoint,
                  {.id = id, .expected_version = {}, .reason = {}, .at = clock.now()}));
  clock.pass(1s);
  step(good);
  EXPECT_EQ(count(DeliveryStatus::pending), 1U);
  ASSERT_TRUE(run(module.enable_endpoint, {.id = id, .expected_version = {}, .at = clock.now()}));
  live(1h, good);
  EXPECT_EQ(count(DeliveryStatus::succeeded), 1U);
}

TEST_F(CourierTest, AReplayWhileItIsOnItsWayIsNotLostToAnEarlierAttempt) {
  create(1);
  hear("user.registered");
  step(bad);
  clock.pass(10s);
  courier->step();  // the second attempt
  ASSERT_TRUE(
      run(module.replay_delivery, {.id = all_deliveries().front().fields().id, .at = clock.now()}));
  transport.answer(bad);
  works.run_all();
  EXPECT_EQ(all_deliveries().front().fields().attempts, 0);
  step(good);
  EXPECT_EQ(count(DeliveryStatus::succeeded), 1U);
  EXPECT_EQ(transport.sent.size(), 3U);
}

TEST_F(CourierTest, ForgetsWhatWasSettledAMonthAgo) {
  create(1);
  for (int i = 0; i < 500; ++i) hear("user.registered");
  live(10min, good);
  ASSERT_EQ(count(DeliveryStatus::succeeded), 500U);
  clock.pass(30 * 24h);
  hear("user.registered");
  for (int i = 0; i < 5; ++i) step(good);
  EXPECT_EQ(deliveries.rows().size(), 1U);
  EXPECT_EQ(courier->counts().forgotten, 500);
}

TEST_F(CourierTest, BlamesAnEndpointForWhatWasSentToItAsItIs) {
  const auto id = create(1);
  hear("user.registered");
  courier->step();
  ASSERT_TRUE(run(module.update_endpoint,
                  {.id = id,
                   .expected_version = {},
                   .words = {.url = "https://moved.example", .description = {}, .event_types = {}},
                   .at = clock.now()}));
  transport.answer({.status = 410});
  works.run_all();
  EXPECT_TRUE(endpoint(id).fields().enabled) << "that was the old URL";
  clock.pass(10s);
  step({.status = 410});
  EXPECT_FALSE(endpoint(id).fields().enabled);
}

TEST_F(CourierTest, GoesToWhereTheEndpointIsNow) {
  const auto id = create(1);
  hear("user.registered");
  step(bad);
  ASSERT_TRUE(run(module.update_endpoint,
                  {.id = id,
                   .expected_version = {},
                   .words = {.url = "https://moved.example", .description = {}, .event_types = {}},
                   .at = clock.now()}));
  clock.pass(10s);
  courier->step();
  EXPECT_EQ(transport.on_their_way.front().message.url, "https://moved.example/");
}

}  // namespace
}  // namespace webhook_test
