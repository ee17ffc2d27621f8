#include <gtest/gtest.h>

#include <adapters/json/webhook/delivery_projection.hpp>
#include <tests/webhook/world.hpp>

namespace webhook_test {
namespace {

namespace events = webhook::events;
using webhook::Attempt;
using webhook::DeliveryStatus;

struct UseCases : testing::Test, Module {
  // By an attempt that was sent to the endpoint as it is.
  void settle(const webhook::Delivery& delivery, Attempt attempt) {
    const auto& is = delivery.fields();
    ASSERT_TRUE(
        run(module.settle_delivery, {.id = is.id,
                                     .attempts_before = is.attempts,
                                     .endpoint_version = endpoint(is.endpoint).fields().version,
                                     .attempt = std::move(attempt),
                                     .at = clock.now()}));
  }
  webhook::Delivery only_delivery() {
    EXPECT_EQ(deliveries.rows().size(), 1U);
    return deliveries.rows().begin()->second;
  }
};

TEST_F(UseCases, AnEndpointIsCreatedChangedAndDeleted) {
  const auto id = create(1, {"user.*"});
  EXPECT_EQ(endpoint(id).fields().url, "https://receiver.example/1");
  const auto changed = run(module.update_endpoint,
                           {.id = id,
                            .expected_version = 1,
                            .words = {.url = {}, .description = "ours", .event_types = {{"*"}}},
                            .at = clock.now()});
  ASSERT_TRUE(changed);
  EXPECT_FALSE(*changed) << "an event says the state";
  EXPECT_EQ(endpoint(id).fields().version, 2);
  const auto same =
      run(module.update_endpoint, {.id = id,
                                   .expected_version = {},
                                   .words = {.url = {}, .description = "ours", .event_types = {}},
                                   .at = clock.now()});
  EXPECT_EQ(same->value().version, 2) << "what changes nothing is no change";
  EXPECT_EQ(run(module.delete_endpoint, {.id = id, .expected_version = 1}).error().code,
            "webhook.version_mismatch");
  EXPECT_TRUE(run(module.delete_endpoint, {.id = id, .expected_version = 2}));
  EXPECT_TRUE(endpoints.rows().empty());
  EXPECT_EQ(run(module.delete_endpoint, {.id = id, .expected_version = {}}).error().code,
            "webhook.endpoint_not_found");
  EXPECT_EQ(outbox.said().size(), 3U);
  EXPECT_EQ(said<events::EndpointDeleted>(), 1U);
}

TEST_F(UseCases, NoMoreThan32EndpointsMayBe) {
  for (std::uint8_t i = 1; i <= 32; ++i) create(i);
  const webhook::CreateEndpoint::Command one_more{
      .id = id_of<webhook::EndpointId>(33),
      .words = {.url = "https://x.example", .description = {}, .event_types = {{"*"}}},
      .secret = secret,
      .at = clock.now()};
  EXPECT_EQ(run(module.create_endpoint, one_more).error().code, "webhook.too_many_endpoints");
  ASSERT_TRUE(
      run(module.delete_endpoint, {.id = id_of<webhook::EndpointId>(7), .expected_version = {}}));
  EXPECT_TRUE(run(module.create_endpoint, one_more));
}

TEST_F(UseCases, ASecondEndpointLikeAnEnabledOneIsRefusedAndNamesIt) {
  const auto second = [&](std::string url, std::vector<std::string> types) {
    const auto done =
        run(module.create_endpoint,
            {.id = id_of<webhook::EndpointId>(9),
             .words = {.url = std::move(url), .description = {}, .event_types = std::move(types)},
             .secret = another_secret,
             .at = clock.now()});
    return done ? "" : done.error().detail;
  };
  const auto first = create(1, {"user.*", "billing.*"});
  EXPECT_NE(second("HTTPS://Receiver.example:443/1", {"billing.*", "user.*"}).find(first.text()),
            std::string::npos);
  EXPECT_EQ(endpoint(first).fields().secrets.current, secret);
  EXPECT_EQ(second("https://receiver.example/1", {"user.*"}), "") << "it is told something else";
  ASSERT_TRUE(
      run(module.delete_endpoint, {.id = id_of<webhook::EndpointId>(9), .expected_version = {}}));
  EXPECT_EQ(second("https://receiver.example/2", {"user.*", "billing.*"}), "") << "elsewhere";
  ASSERT_TRUE(
      run(module.delete_endpoint, {.id = id_of<webhook::EndpointId>(9), .expected_version = {}}));
  ASSERT_TRUE(run(module.disable_endpoint,
                  {.id = first, .expected_version = {}, .reason = {}, .at = clock.now()}));
  EXPECT_EQ(second("https://receiver.example/1", {"user.*", "billing.*"}), "")
      << "one that is disabled is told nothing";
}

TEST_F(UseCases, WhatIsAgainstARuleIsRefused) {
  struct Case {
    webhook::Endpoint::Words words;
    std::string_view code;
  };
  const std::vector<std::string> all{"*"};
  const Case cases[] = {
      {{.url = {}, .description = {}, .event_types = all}, "webhook.url_invalid"},
      {{.url = "http://x.example", .description = {}, .event_types = all}, "webhook.url_invalid"},
      {{.url = "https://x.example", .description = {}, .event_types = {}},
       "webhook.event_types_count"},
      {{.url = "https://x.example", .description = {}, .event_types = {{"User.*"}}},
       "webhook.event_type_invalid"},
      {{.url = "https://x.example", .description = "two\nlines", .event_types = all},
       "webhook.description_invalid"},
      {{.url = "https://x.example", .description = std::string(201, 'x'), .event_types = all},
       "webhook.description_invalid"},
  };
  for (const auto& [words, code] : cases) {
    const auto done = run(
        module.create_endpoint,
        {.id = id_of<webhook::EndpointId>(1), .words = words, .secret = secret, .at = clock.now()});
    EXPECT_EQ(done.error().code, code);
  }
  const auto id = create(1);
  EXPECT_EQ(
      run(module.disable_endpoint,
          {.id = id, .expected_version = {}, .reason = std::string(201, 'x'), .at = clock.now()})
          .error()
          .code,
      "webhook.reason_invalid");
}

TEST_F(UseCases, AnEventBecomesOneDeliveryForEachEnabledEndpointThatWantsIt) {
  const auto all = create(1);
  const auto users = create(2, {"user.*"});
  create(3, {"billing.*"});
  const auto disabled = create(4);
  ASSERT_TRUE(run(module.disable_endpoint,
                  {.id = disabled, .expected_version = {}, .reason = "moved", .at = clock.now()}));
  hear("user.registered", "usr_7", 3);
  ASSERT_EQ(deliveries.rows().size(), 2U);
  std::set<webhook::EndpointId> told;
  for (const auto& delivery : all_deliveries()) {
    const auto& is = delivery.fields();
    told.insert(is.endpoint);
    EXPECT_EQ(is.message_id, "event-1");
    EXPECT_EQ(is.object, "usr_7");
    EXPECT_EQ(is.sequence, 3);
    EXPECT_EQ(is.next_at, clock.now());
    EXPECT_EQ(is.body,
              R"({"type":"user.registered","timestamp":"2026-11-20T10:00:00.000Z","id":"event-1",)"
              R"("log":"user/0","offset":1,"object":"usr_7","sequence":3,"data":{"id":"usr_1"}})");
  }
  EXPECT_EQ(told, (std::set{all, users}));
}

TEST_F(UseCases, TheLastOfAnObjectSaysThatItIsDeletedAndWhatItWas) {
  create(1);
  sync::Event event;
  event.offset = 9;
  event.type = "user.deleted";
  event.key = "usr_7";
  event.version = 4;
  event.removes = true;
  event.schema_version = 99;
  event.occurred_at = clock.now();
  event.payload = R"({"after":null,"before":{"id":"usr_7","email":"a@b.de"}})";
  json::DeliveryProjection projection{module.queue_deliveries, "user/0"};
  EXPECT_EQ(projection.aggregate_type(), sync::every_aggregate_type);
  EXPECT_GE(projection.schema_version_max(), 99);
  projection.want(event);
  projection.want(event);
  ASSERT_TRUE(projection.apply(event));
  const auto body = only_delivery().fields().body;
  EXPECT_NE(body.find(R"("sequence":4,"deleted":true,"data":{"id":"usr_7","email":"a@b.de"}})"),
            body.npos)
      << body;
  EXPECT_NE(body.find(R"("id":"00000000-0000-0000-0000-000000000000")"), body.npos) << body;
}

TEST_F(UseCases, WhatWasSettledOnceIsNotSettledAgain) {
  create(1);
  hear("user.registered");
  const auto before = only_delivery();
  settle(before, {.outcome = Attempt::Outcome::failed, .status_code = 500, .error = "no"});
  settle(before, {.outcome = Attempt::Outcome::failed, .status_code = 500, .error = "no"});
  EXPECT_EQ(only_delivery().fields().attempts, 1);
  settle(only_delivery(),
         {.outcome = Attempt::Outcome::succeeded, .status_code = 200, .error = {}});
  settle(only_delivery(), {.outcome = Attempt::Outcome::failed, .error = "late"});
  EXPECT_EQ(only_delivery().fields().status, DeliveryStatus::succeeded);
}

TEST_F(UseCases, NothingIsCanceledWhereItsEndpointWasEnabledAgain) {
  const auto id = create(1);
  hear("user.registered");
  const Attempt canceled{.outcome = Attempt::Outcome::canceled, .error = "disabled"};
  settle(only_delivery(), canceled);
  EXPECT_EQ(only_delivery().fields().status, DeliveryStatus::pending);
  ASSERT_TRUE(run(module.disable_endpoint, {id, {}, "", clock.now()}));
  settle(only_delivery(), canceled);
  EXPECT_EQ(only_delivery().fields().status, DeliveryStatus::canceled);
}

TEST_F(UseCases, AReceiverThatIsGoneIsDisabled) {
  const auto id = create(1);
  hear("user.registered");
  settle(only_delivery(), {.outcome = Attempt::Outcome::gone, .status_code = 410, .error = "gone"});
  EXPECT_EQ(only_delivery().fields().status, DeliveryStatus::failed);
  EXPECT_FALSE(endpoint(id).fields().enabled);
  EXPECT_EQ(endpoint(id).fields().disabled_reason, "The receiver answered 410 Gone.");
  EXPECT_EQ(said<events::EndpointDisabled>(), 1U);
}

TEST_F(UseCases, ATestAndAReplayAreRefusedWhereNothingWouldBeSent) {
  const auto id = create(1, {"billing.*"});
  const auto test = [&] {
    return run(
        module.test_endpoint,
        {.endpoint = id, .delivery = {ids.next()}, .message = ids.next(), .at = clock.now()});
  };
  const auto sent = test();
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->value().type, "webhook.test");
  EXPECT_EQ(sent->value().status, "pending");
  settle(only_delivery(),
         {.outcome = Attempt::Outcome::succeeded, .status_code = 200, .error = {}});
  const auto delivery = only_delivery().fields().id;
  const auto replay = [&] {
    return run(module.replay_delivery, {.id = delivery, .at = clock.now()});
  };
  EXPECT_EQ(replay()->value().status, "pending");
  EXPECT_EQ(only_delivery().fields().message_id, sent->value().event_id) << "it is the same";
  ASSERT_TRUE(run(module.disable_endpoint,
                  {.id = id, .expected_version = {}, .reason = {}, .at = clock.now()}));
  EXPECT_EQ(test().error().code, "webhook.endpoint_disabled");
  EXPECT_EQ(replay().error().code, "webhook.endpoint_disabled");
  ASSERT_TRUE(run(module.delete_endpoint, {.id = id, .expected_version = {}}));
  EXPECT_EQ(test().error().code, "webhook.endpoint_not_found");
  EXPECT_EQ(replay().error().code, "webhook.endpoint_not_found");
  EXPECT_EQ(run(module.replay_delivery, {.id = id_of<webhook::DeliveryId>(99), .at = clock.now()})
                .error()
                .code,
            "webhook.delivery_not_found");
}

}  // namespace
}  // namespace webhook_test
