#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/sql/webhook/delivery_row.hpp>
#include <adapters/sql/webhook/endpoint_row.hpp>
#include <adapters/sql/webhook/sql_webhook_views.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/plans.hpp>

namespace contracts {
namespace {

using webhook::Attempt;
using webhook::Delivery;
using webhook::DeliveryId;
using webhook::DeliveryStatus;
using webhook::Endpoint;
using webhook::EndpointId;

template <class Id>
Id id_of(std::uint8_t number) {
  Id id;
  id.uuid.bytes[0] = number;
  return id;
}

shared::Instant at(std::int64_t seconds) { return shared::from_unix_ms(seconds * 1000); }

Endpoint endpoint(std::uint8_t number) {
  return Endpoint{{.id = id_of<EndpointId>(number),
                   .url = "https://receiver.example/?x=" + std::to_string(number),
                   .description = awkward_text(),
                   .filters = webhook::EventFilters{{"billing.*", "user.registered"}},
                   .enabled = false,
                   .disabled_reason = awkward_text(),
                   .secrets = {"whsec_a", "whsec_b", at(90)},
                   .failing = webhook::Failing{at(80), at(85)},
                   .version = 7,
                   .created_at = at(10),
                   .updated_at = at(20)}};
}

// Of that endpoint, due at that second.
Delivery delivery(std::uint8_t number, std::uint8_t endpoint, std::int64_t due) {
  return Delivery{{.id = id_of<DeliveryId>(number),
                   .endpoint = id_of<EndpointId>(endpoint),
                   .message_id = "message",
                   .type = "billing.invoice_paid",
                   .log = "billing/0",
                   .offset = 42,
                   .object = "in_1",
                   .sequence = 3,
                   .body = R"({"text":")" + awkward_text() + "\"}",
                   .next_at = at(due),
                   .error = {},
                   .created_at = at(number),
                   .settled_at = {}}};
}

Delivery settled(Delivery delivery, Attempt::Outcome outcome, std::int64_t seconds) {
  delivery.attempted({.outcome = outcome, .status_code = 200, .error = awkward_text()},
                     at(seconds));
  return delivery;
}

class WebhookLaws : public OnEachStore {
 protected:
  template <class Rows, class Row, class KeyOf>
  void put_all(Rows& rows, const std::vector<Row>& all, KeyOf key_of) {
    store.begin();
    for (const auto& one : all) rows.want(key_of(one));
    rows.load();
    store.fetch();
    for (const auto& one : all) rows.put(one);
    rows.keep();
    rows.flush();
    store.commit();
    rows.clear();
  }
  void put(const std::vector<Endpoint>& all) {
    put_all(endpoints, all, [](const Endpoint& one) { return one.fields().id; });
  }
  void put(const std::vector<Delivery>& all) {
    put_all(deliveries, all, [](const Delivery& one) { return one.fields().id; });
  }
  template <class Rows, class Key>
  auto stored(Rows& rows, const Key& key) {
    store.begin();
    rows.want(key);
    rows.load();
    store.fetch();
    auto row = rows.find(key);
    store.rollback();
    rows.clear();
    return row;
  }
  std::vector<int> numbers(const std::vector<Delivery>& all) {
    std::vector<int> out;
    for (const auto& one : all) out.push_back(one.fields().id.uuid.bytes[0]);
    return out;
  }

  Database database{GetParam(), "webhook"};
  sql::SqlStore store{database.writer(), "webhook/0"};
  sql::SqlEndpoints endpoints{database.writer()};
  sql::SqlEndpointRegisters registers{database.writer()};
  sql::SqlDeliveries deliveries{database.writer()};
  sql::SqlEndpointViews endpoint_views{database.reader()};
  sql::SqlDeliveryViews views{database.reader()};
  sql::SqlDueDeliveries due{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, WebhookLaws, each_store(), store_name);

TEST_P(WebhookLaws, AnEndpointIsReadBackAsItWasPut) {
  const auto first = endpoint(1);
  put({first, endpoint(2)});
  EXPECT_EQ(stored(endpoints, first.fields().id), first);
  EXPECT_EQ(endpoint_views.find(first.fields().id), first);
  EXPECT_EQ(endpoint_views.all(), (std::vector{first, endpoint(2)}));
  EXPECT_EQ(endpoint_views.find(id_of<EndpointId>(9)), std::nullopt);
  auto bare = first.fields();
  bare.secrets = {"whsec_a", "", std::nullopt};
  bare.failing.reset();
  bare.enabled = true;
  put({Endpoint{bare}});
  EXPECT_EQ(endpoint_views.find(bare.id), Endpoint{bare});
}

TEST_P(WebhookLaws, TheRegisterIsOneRow) {
  EXPECT_EQ(stored(registers, webhook::EndpointRegister::Key{}), std::nullopt);
  const auto put_register = [&](const webhook::EndpointRegister& one) {
    put_all(registers, std::vector{one},
            [](const auto&) { return webhook::EndpointRegister::Key{}; });
    EXPECT_EQ(stored(registers, webhook::EndpointRegister::Key{}), one);
  };
  put_register({{id_of<EndpointId>(2), id_of<EndpointId>(1)}});
  put_register({});
}

TEST_P(WebhookLaws, ADeliveryIsReadBackAsItWasPutAndAfterEachChange) {
  auto one = delivery(1, 1, 100);
  put({one});
  EXPECT_EQ(stored(deliveries, one.fields().id), one);
  EXPECT_EQ(views.find(one.fields().id), one);
  one = settled(one, Attempt::Outcome::failed, 200);
  put({one});
  EXPECT_EQ(views.find(one.fields().id), one);
  one = settled(one, Attempt::Outcome::succeeded, 300);
  put({one});
  EXPECT_EQ(views.find(one.fields().id), one);
  one.replay(at(400));
  put({one});
  EXPECT_EQ(views.find(one.fields().id), one);
}

TEST_P(WebhookLaws, TheCourierSeesWhatIsPendingByEndpointInOrderOfItsTime) {
  put({delivery(1, 1, 300), delivery(2, 1, 100), delivery(3, 1, 200), delivery(4, 2, 50),
       settled(delivery(5, 1, 10), Attempt::Outcome::succeeded, 20),
       settled(delivery(6, 3, 10), Attempt::Outcome::canceled, 20)});
  EXPECT_EQ(due.endpoints_pending(), (std::vector{id_of<EndpointId>(1), id_of<EndpointId>(2)}));
  EXPECT_EQ(numbers(due.first_pending(id_of<EndpointId>(1), 10)), (std::vector{2, 3, 1}));
  EXPECT_EQ(numbers(due.first_pending(id_of<EndpointId>(1), 2)), (std::vector{2, 3}));
  EXPECT_EQ(due.first_pending(id_of<EndpointId>(2), 2).front(), delivery(4, 2, 50));
  EXPECT_TRUE(due.first_pending(id_of<EndpointId>(3), 2).empty());
}

TEST_P(WebhookLaws, WhatWasSettledLongAgoIsFoundOldestFirst) {
  put({settled(delivery(1, 1, 0), Attempt::Outcome::succeeded, 300),
       settled(delivery(2, 1, 0), Attempt::Outcome::gone, 100),
       settled(delivery(3, 1, 0), Attempt::Outcome::canceled, 200), delivery(4, 1, 0)});
  EXPECT_EQ(due.settled_before(at(300), 10),
            (std::vector{id_of<DeliveryId>(2), id_of<DeliveryId>(3)}));
  EXPECT_EQ(due.settled_before(at(301), 1), (std::vector{id_of<DeliveryId>(2)}));
}

TEST_P(WebhookLaws, TheBacklogIsCountedUpToABound) {
  EXPECT_EQ(due.backlog(10).pending, 0u);
  EXPECT_EQ(due.backlog(10).oldest, std::nullopt);
  put({delivery(7, 1, 0), delivery(8, 2, 0), delivery(9, 1, 0),
       settled(delivery(1, 1, 0), Attempt::Outcome::succeeded, 20)});
  EXPECT_EQ(due.backlog(10).pending, 3u);
  EXPECT_EQ(due.backlog(10).oldest, at(7));
  EXPECT_EQ(due.backlog(2).pending, 2u);
}

TEST_P(WebhookLaws, ListsShowTheNewestFirstPageByPageWithoutBodies) {
  put({delivery(1, 1, 0), settled(delivery(2, 1, 0), Attempt::Outcome::succeeded, 20),
       settled(delivery(3, 2, 0), Attempt::Outcome::succeeded, 20),
       settled(delivery(4, 1, 0), Attempt::Outcome::gone, 20), delivery(5, 1, 0)});
  const auto first = views.page({}, {}, 3);
  EXPECT_EQ(numbers(first.rows), (std::vector{5, 4, 3}));
  EXPECT_TRUE(first.has_more);
  EXPECT_EQ(first.rows.front().fields().body, "");
  const auto second = views.page({}, first.rows.back().fields().id, 3);
  EXPECT_EQ(numbers(second.rows), (std::vector{2, 1}));
  EXPECT_FALSE(second.has_more);
  EXPECT_EQ(numbers(views.page({id_of<EndpointId>(1), {}}, {}, 9).rows), (std::vector{5, 4, 2, 1}));
  EXPECT_EQ(numbers(views.page({{}, DeliveryStatus::succeeded}, {}, 9).rows), (std::vector{3, 2}));
  EXPECT_EQ(
      numbers(views.page({id_of<EndpointId>(1), DeliveryStatus::pending}, id_of<DeliveryId>(5), 9)
                  .rows),
      (std::vector{1}));
}

// Whatever a list shows, no row is met that it does not show.
TEST(WebhookPlans, ListsOfDeliveriesGoFromIdToId) {
  Database database{sql::Dialect::sqlite, "webhook"};
  sql::SqlDeliveryViews views{database.reader()};
  for (const bool one_endpoint : {false, true}) {
    for (const bool one_status : {false, true}) {
      webhook::DeliveryFilter filter;
      if (one_endpoint) filter.endpoint = id_of<EndpointId>(1);
      if (one_status) filter.status = DeliveryStatus::failed;
      views.page(filter, id_of<DeliveryId>(9), 10);
    }
  }
  views.find(id_of<DeliveryId>(1));
  const std::string by = "SEARCH delivery USING INDEX delivery_of_";
  const std::map<std::string, int> expected = {
      {"SEARCH delivery USING INDEX sqlite_autoindex_delivery_1 (id=?)", 1},
      {"SEARCH delivery USING INDEX sqlite_autoindex_delivery_1 (id<?)", 1},
      {by + "endpoint (endpoint_id=? AND id<?)", 1},
      {by + "status (status=? AND id<?)", 1},
      {by + "endpoint_in_status (endpoint_id=? AND status=? AND id<?)", 1}};
  EXPECT_EQ(plan_steps(database.reader()), expected);
}

TEST_P(WebhookLaws, AForgottenDeliveryIsGone) {
  put({delivery(1, 1, 0), delivery(2, 1, 0)});
  store.begin();
  deliveries.want(id_of<DeliveryId>(1));
  deliveries.load();
  store.fetch();
  deliveries.remove(id_of<DeliveryId>(1));
  deliveries.keep();
  deliveries.flush();
  store.commit();
  EXPECT_EQ(views.find(id_of<DeliveryId>(1)), std::nullopt);
  EXPECT_EQ(numbers(views.page({}, {}, 9).rows), std::vector{2});
}

}  // namespace
}  // namespace contracts
