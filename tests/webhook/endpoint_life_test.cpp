#include <gtest/gtest.h>

#include <tests/webhook/world.hpp>

// What becomes of an endpoint as its deliveries arrive, or do not.
namespace webhook_test {
namespace {

namespace events = webhook::events;
using webhook::Attempt;
using webhook::DeliveryStatus;

const Attempt arrived{.outcome = Attempt::Outcome::succeeded, .status_code = 200, .error = {}};
const Attempt failed{.outcome = Attempt::Outcome::failed, .status_code = 500, .error = "no"};
const Attempt gone{.outcome = Attempt::Outcome::gone, .status_code = 410, .error = "gone"};

struct EndpointLife : testing::Test, Module {
  const webhook::EndpointId id = create(1);

  webhook::Endpoint::Fields now() { return endpoint(id).fields(); }
  // A new delivery, whose first attempt was sent to the endpoint at that version.
  webhook::Delivery attempt(const Attempt& how, std::int64_t version) {
    hear("user.registered");
    const auto delivery = deliveries.rows().rbegin()->first;
    EXPECT_TRUE(run(module.settle_delivery, {.id = delivery,
                                             .attempts_before = 0,
                                             .endpoint_version = version,
                                             .attempt = how,
                                             .at = clock.now()}));
    return deliveries.rows().at(delivery);
  }
  void attempt(const Attempt& how) { attempt(how, now().version); }
  void move_to(const std::string& url) {
    EXPECT_TRUE(
        run(module.update_endpoint, {.id = id,
                                     .expected_version = {},
                                     .words = {.url = url, .description = {}, .event_types = {}},
                                     .at = clock.now()}));
  }
};

TEST_F(EndpointLife, FiveDaysOfFailuresAloneDisableIt) {
  attempt(failed);
  clock.pass(24h);
  attempt(arrived);
  EXPECT_EQ(now().failing, std::nullopt) << "one success ends the time";
  for (int day = 0; day < 5; ++day) {
    attempt(failed);
    clock.pass(24h);
  }
  clock.pass(-1ms);
  attempt(failed);
  EXPECT_TRUE(now().enabled);
  EXPECT_EQ(now().version, 1) << "to fail is no change";
  clock.pass(1ms);
  attempt(failed);
  EXPECT_FALSE(now().enabled);
  EXPECT_EQ(now().disabled_reason, "No attempt has succeeded for five days.");
  EXPECT_EQ(said<events::EndpointDisabled>(), 1U);
  ASSERT_TRUE(run(module.enable_endpoint, {.id = id, .expected_version = 2, .at = clock.now()}));
  attempt(failed);
  EXPECT_TRUE(now().enabled) << "the time begins anew";
}

TEST_F(EndpointLife, OneThatWasNotTriedForDaysIsNotJudgedByThem) {
  for (int half_day = 0; half_day < 6; ++half_day) {
    attempt(failed);  // one delivery, until it is given up
    clock.pass(12h);
  }
  clock.pass(4 * 24h);
  attempt(failed);
  EXPECT_TRUE(now().enabled) << "the first failure in a week";
  EXPECT_EQ(now().failing, (webhook::Failing{clock.now(), clock.now()}));
  clock.pass(30h);
  attempt(failed);
  EXPECT_EQ(now().failing->since, clock.now() - 30h) << "a delivery may wait that long";
}

TEST_F(EndpointLife, ItsNewUrlIsNotBlamedForTheOldOne) {
  for (int day = 0; day < 4; ++day) {
    attempt(failed);
    clock.pass(24h);
  }
  ASSERT_TRUE(
      run(module.update_endpoint, {.id = id,
                                   .expected_version = {},
                                   .words = {.url = {}, .description = "ours", .event_types = {}},
                                   .at = clock.now()}));
  EXPECT_TRUE(now().failing) << "it is the same receiver";
  move_to("https://moved.example/");
  EXPECT_EQ(now().failing, std::nullopt);
  clock.pass(24h);
  attempt(failed);
  EXPECT_TRUE(now().enabled);
}

TEST_F(EndpointLife, WhatWasSentBeforeAChangeSaysNothingOfIt) {
  const auto old_version = now().version;
  move_to("https://moved.example/");
  const auto delivery = attempt(gone, old_version);
  EXPECT_TRUE(now().enabled);
  EXPECT_EQ(delivery.fields().status, DeliveryStatus::pending) << "it goes to the new URL";
  EXPECT_EQ(delivery.fields().status_code, 410);
  attempt(failed, old_version);
  EXPECT_EQ(now().failing, std::nullopt);
  attempt(failed);
  attempt(arrived, old_version);
  EXPECT_TRUE(now().failing) << "nor does a success";
  EXPECT_EQ(attempt(arrived, old_version).fields().status, DeliveryStatus::succeeded);
  attempt(gone);
  EXPECT_FALSE(now().enabled);
}

TEST_F(EndpointLife, ASecretThatSignsNoMoreIsForgottenAtWhateverComesNext) {
  const auto rotate = [&] {
    return run(
        module.rotate_secret,
        {.id = id, .expected_version = now().version, .secret = another_secret, .at = clock.now()});
  };
  ASSERT_TRUE(rotate());
  EXPECT_EQ(now().secrets.previous, secret);
  clock.pass(24h - 1ms);
  attempt(failed);
  EXPECT_EQ(now().secrets.previous, secret);
  EXPECT_EQ(now().secrets.signing(clock.now()).size(), 2U);
  clock.pass(1ms);
  attempt(failed);
  EXPECT_EQ(now().secrets, (webhook::Secrets{another_secret, "", std::nullopt}));
  EXPECT_EQ(now().version, 2) << "that is no change";
  ASSERT_TRUE(rotate());
  clock.pass(24h);
  move_to("https://moved.example/");
  EXPECT_EQ(now().secrets.previous, "");
}

}  // namespace
}  // namespace webhook_test
