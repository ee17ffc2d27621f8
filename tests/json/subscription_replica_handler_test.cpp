#include <gtest/gtest.h>

#include <string>

#include <adapters/json/user/subscription_replica_handler.hpp>
#include <adapters/memory/user/memory_subscription_replica.hpp>
#include <ports/billing/subscription_events.hpp>

namespace {

const std::string id = "sub_06ammhqmi1t3n4cd7r2k9v8e5s";
const std::string user_id = "usr_06ammhqmi1t3n4cd7r2k9v8e60";

struct Copy {
  memory::MemorySubscriptionReplica rows;
  json::SubscriptionReplicaHandler handler{user::KeepSubscriptionReplica{rows}};

  shared::Done hear(std::string payload, std::int64_t version, bool removes = false) {
    sync::Event event;
    event.aggregate_type = billing::events::subscription_aggregate;
    event.key = id;
    event.version = version;
    event.removes = removes;
    event.type = billing::events::SubscriptionActivated::type;
    event.payload = std::move(payload);
    handler.want(event);
    return handler.apply(event);
  }
};

const std::string active =
    R"({"after":{"id":"sub_x","user_id":")" + user_id +
    R"(","product_id":"prod_1","status":"active","entitled":true,"entitlements":["api"],)"
    R"("current_period_end":"2026-02-28","colour":"later versions say more"},"before":null})";

TEST(SubscriptionReplicaHandler, TakesOverWhatBillingSays) {
  Copy copy;
  ASSERT_TRUE(copy.hear(active, 3));
  const auto& facts = copy.rows.rows().at(id);
  EXPECT_EQ(facts.user_id.text(), user_id);
  EXPECT_EQ(facts.status, "active");
  EXPECT_TRUE(facts.entitled);
  EXPECT_EQ(facts.entitlements, std::vector<std::string>{"api"});
  EXPECT_EQ(copy.handler.version(id), 3);
  ASSERT_TRUE(copy.hear("{}", 4, true));
  EXPECT_EQ(copy.handler.version(id), 0);
}

TEST(SubscriptionReplicaHandler, RefusesWhatItCannotRead) {
  Copy copy;
  for (const char* payload :
       {"", "{}", R"({"after":null})", R"({"after":{"user_id":7}})",
        R"({"after":{"user_id":"nobody","product_id":"p","status":"active","entitled":true,)"
        R"("entitlements":[],"current_period_end":""}})"}) {
    const auto done = copy.hear(payload, 1);
    ASSERT_FALSE(done) << payload;
    EXPECT_EQ(done.error().code, "user.billing_event_unreadable") << payload;
  }
  EXPECT_TRUE(copy.rows.rows().empty());
}

}  // namespace
