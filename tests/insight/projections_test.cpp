#include <gtest/gtest.h>

#include <string>

#include <adapters/json/insight/insight_projections.hpp>
#include <adapters/memory/insight/memory_day_counts.hpp>

namespace {

using insight::Metric;

constexpr auto at = shared::from_unix_ms(1'795'171'063'120);  // 2026-11-20
const std::string today = "2026-11-20";

// The module over tallies in memory, hearing events as its followers hear them.
struct Insight {
  memory::MemoryDayCounts counts;
  insight::InsightModule module{counts};
  json::UserCounter users{module.count_users};
  json::SubscriptionCounter subscriptions{module.count_subscriptions};
  json::PaymentCounter payments{module.count_payments};

  shared::Done hear(sync::Projection& projection, std::string type, std::string payload,
                    bool removes = false) {
    sync::Event event;
    event.aggregate_type = projection.aggregate_type();
    event.type = std::move(type);
    event.payload = std::move(payload);
    event.removes = removes;
    event.occurred_at = at;
    projection.want(event);
    return projection.apply(event);
  }
  std::int64_t count(Metric metric, const std::string& currency = "") const {
    std::int64_t sum = 0;
    for (const auto& [key, row] : counts.rows()) {
      if (key.metric == metric && key.currency == currency) sum += row.value;
    }
    return sum;
  }
};

std::string subscription(const std::string& status, const std::string& interval = "month",
                         int quantity = 1, std::int64_t amount = 1000) {
  return R"({"status":")" + status + R"(","currency":"eur","unit_amount_minor":)" +
         std::to_string(amount) + R"(,"quantity":)" + std::to_string(quantity) +
         R"(,"interval":")" + interval + R"(","updated_at":")" + today +
         R"(T08:00:00.000Z","newer":true})";
}
std::string paused_from(const std::string& status) {
  auto state = subscription("paused");
  return state.replace(1, 0, R"("paused_from":")" + status + R"(",)");
}
std::string change(const std::string& before, const std::string& after) {
  return R"({"after":)" + after + R"(,"before":)" + before + "}";
}

TEST(Insight, CountsWhoCameAndWhoWent) {
  Insight i;
  ASSERT_TRUE(i.hear(i.users, "user.registered", "{}"));
  ASSERT_TRUE(i.hear(i.users, "user.registered", "{}"));
  ASSERT_TRUE(i.hear(i.users, "user.email_changed", "{}"));
  ASSERT_TRUE(i.hear(i.users, "user.deleted", "{}", true));
  EXPECT_EQ(i.count(Metric::sign_ups), 2);
  EXPECT_EQ(i.count(Metric::departures), 1);
}

TEST(Insight, CountsASubscriptionFromTrialToItsEnd) {
  Insight i;
  const auto says = [&i](const std::string& before, const std::string& after) {
    EXPECT_TRUE(i.hear(i.subscriptions, "billing.subscription_renewed", change(before, after)));
  };
  says("null", subscription("trialing"));
  EXPECT_EQ(i.count(Metric::active_subscriptions), 1);
  EXPECT_EQ(i.count(Metric::mrr, "eur"), 0) << "a trial brings nothing yet";
  says(subscription("trialing"), subscription("active"));
  EXPECT_EQ(i.count(Metric::mrr, "eur"), 12'000) << "kept as what it is a year";
  says(subscription("active"), subscription("past_due"));
  EXPECT_EQ(i.count(Metric::active_subscriptions), 1);
  EXPECT_EQ(i.count(Metric::mrr, "eur"), 12'000);
  says(subscription("past_due"), subscription("canceled"));
  EXPECT_EQ(i.count(Metric::active_subscriptions), 0);
  EXPECT_EQ(i.count(Metric::mrr, "eur"), 0);
  EXPECT_EQ(i.count(Metric::churn), 1);
}

TEST(Insight, CallsNothingChurnThatWasNeverPaidFor) {
  Insight i;
  for (const char* was : {"incomplete", "trialing"}) {
    ASSERT_TRUE(i.hear(i.subscriptions, "billing.subscription_canceled",
                       change(subscription(was), subscription("canceled"))));
  }
  EXPECT_EQ(i.count(Metric::churn), 0);
}

TEST(Insight, CallsItChurnWhereItEndsWhileItsUserIsAway) {
  struct Case {
    const char* was;
    std::int64_t churn;
  };
  for (const auto& [was, churn] : {Case{"active", 1}, Case{"past_due", 1}, Case{"trialing", 0},
                                   Case{"incomplete", 0}}) {
    Insight i;
    ASSERT_TRUE(i.hear(i.subscriptions, "billing.subscription_paused",
                       change(subscription(was), paused_from(was))));
    EXPECT_EQ(i.count(Metric::active_subscriptions), was == std::string{"incomplete"} ? 0 : -1);
    EXPECT_EQ(i.count(Metric::churn), 0) << "its user may come back";
    ASSERT_TRUE(i.hear(i.subscriptions, "billing.subscription_canceled",
                       change(paused_from(was), subscription("canceled"))));
    EXPECT_EQ(i.count(Metric::churn), churn) << was;
  }
}

TEST(Insight, RefusesWhatWouldLeaveTheRangeOfADay) {
  Insight i;
  const auto begins = change("null", subscription("active", "year", 1, INT64_MAX));
  ASSERT_TRUE(i.hear(i.subscriptions, "billing.subscription_activated", begins));
  const auto refused = i.hear(i.subscriptions, "billing.subscription_activated", begins);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "insight.event_unreadable");
  EXPECT_EQ(i.count(Metric::mrr, "eur"), INT64_MAX);
  const auto turned = change(subscription("active", "year", 1, INT64_MIN + 1),
                             subscription("active", "year", 1, INT64_MAX));
  EXPECT_FALSE(i.hear(i.subscriptions, "billing.subscription_activated", turned));
}

TEST(Insight, CountsAYearlyPriceAsWhatItIsAYear) {
  Insight i;
  ASSERT_TRUE(i.hear(i.subscriptions, "billing.subscription_activated",
                     change(subscription("incomplete", "year", 3, 10'001),
                            subscription("active", "year", 3, 10'001))));
  EXPECT_EQ(i.count(Metric::mrr, "eur"), 30'003);
}

TEST(Insight, CountsMoneyThatCameAndPaymentsThatFailed) {
  Insight i;
  const std::string payment = change(
      "null", R"({"currency":"jpy","amount_minor":500,"updated_at":"2026-11-20T08:00:00.000Z"})");
  ASSERT_TRUE(i.hear(i.payments, "billing.payment_started", payment));
  EXPECT_EQ(i.count(Metric::collected, "jpy"), 0);
  ASSERT_TRUE(i.hear(i.payments, "billing.payment_succeeded", payment));
  ASSERT_TRUE(i.hear(i.payments, "billing.payment_failed", payment));
  EXPECT_EQ(i.count(Metric::collected, "jpy"), 500);
  EXPECT_EQ(i.count(Metric::failed_payments), 1);
}

TEST(Insight, RefusesWhatItCannotReadAndCountsNothingOfIt) {
  Insight i;
  for (const std::string& payload :
       {std::string{""}, std::string{"{}"}, std::string{R"({"after":null,"before":null})"},
        change("null", subscription("active", "week")),
        change("null", R"({"status":"active"})"), change("7", subscription("active")),
        change("null", R"({"status":"active","currency":"eur","unit_amount_minor":)"
                       R"(9223372036854775807,"quantity":2,"interval":"month",)"
                       R"("updated_at":"2026-11-20T08:00:00.000Z"})")}) {
    const auto done = i.hear(i.subscriptions, "billing.subscription_activated", payload);
    ASSERT_FALSE(done) << payload;
    EXPECT_EQ(done.error().code, "insight.event_unreadable") << payload;
  }
  EXPECT_FALSE(i.hear(i.payments, "billing.payment_succeeded", "{}"));
  EXPECT_TRUE(i.counts.rows().empty());
}

}  // namespace
