#include <gtest/gtest.h>

#include <tests/billing/use_cases.hpp>

// A run as of a time that has not come: it bills ahead, and changes nothing else.
namespace {

using billing::SubscriptionStatus;
using billing_test::at;
using billing_test::day;
using billing_test::id_of;
using billing_test::Module;
using billing_test::Said;
using Outcome = billing::ChargeAnswer::Outcome;

constexpr auto today = "2026-03-02T12:00Z";

auto ahead(Module& m, std::string_view as_of, std::uint8_t number, std::string_view when = today) {
  return m.run(m.module.advance_subscription, {.id = Module::subscription,
                                               .invoice = id_of<billing::InvoiceId>(number),
                                               .payment = id_of<billing::PaymentId>(number),
                                               .as_of = at(as_of),
                                               .at = at(when)});
}
void expect_waits(Module& m) {
  const auto before = m.sub();
  (void)m.said();
  const auto done = ahead(m, "2027-03-02T12:00Z", 2);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ(m.sub(), before);
  EXPECT_TRUE(m.said().empty());
}
void cancel_at_period_end(Module& m) {
  ASSERT_TRUE(m.run(m.module.cancel_subscription, {.id = Module::subscription,
                                                   .expected_version = {},
                                                   .at_period_end = true,
                                                   .at = at(today)}));
}

struct Sold : Module {
  Sold() {
    open_profile();
    sell();
  }
};

TEST(Ahead, PeriodsOfWhatRunsAreBilled) {
  for (const auto outcome : {Outcome::succeeded, Outcome::declined}) {
    Sold m;
    ASSERT_TRUE(m.subscribe("2026-02-01T12:00Z"));
    ASSERT_TRUE(m.settle(1, Outcome::succeeded, "2026-02-01T12:00Z"));
    ASSERT_TRUE(m.advance("2026-03-01T12:00Z", 2));
    ASSERT_TRUE(m.settle(2, outcome, "2026-03-01T12:00Z"));
    ASSERT_TRUE(ahead(m, "2026-04-15T00:00Z", 3));
    EXPECT_EQ(m.invoice(3).period, (billing::Period{day("2026-04-01"), day("2026-05-01")}));
    const auto again = ahead(m, "2026-04-15T00:00Z", 4);
    ASSERT_TRUE(again && *again) << "the next one begins later";
  }
}

TEST(Ahead, ATrialEndsInItsOwnTime) {
  Sold m;
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z", 14));
  expect_waits(m);
  ASSERT_TRUE(ahead(m, "2026-04-30T00:00Z", 2, "2026-03-15T00:00Z"));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::active);
}

TEST(Ahead, WhatIsUnpaidExpiresInItsOwnTime) {
  Sold m;
  ASSERT_TRUE(m.subscribe("2026-03-02T11:00Z"));
  ASSERT_TRUE(m.settle(1, Outcome::declined, "2026-03-02T11:01Z"));
  expect_waits(m);
}

TEST(Ahead, AnEndThatIsScheduledComesInItsOwnTime) {
  Sold m;
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  ASSERT_TRUE(m.settle(1, Outcome::succeeded, "2026-03-01T12:00Z"));
  cancel_at_period_end(m);
  expect_waits(m);
  ASSERT_TRUE(ahead(m, "2026-04-30T00:00Z", 2, "2026-04-01T00:00Z"));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::canceled);
}

}  // namespace
