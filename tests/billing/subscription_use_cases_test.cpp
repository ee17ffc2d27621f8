#include <gtest/gtest.h>

#include <tests/billing/use_cases.hpp>

namespace {

namespace events = billing::events;
using billing::InvoiceStatus;
using billing::SubscriptionStatus;
using billing_test::at;
using billing_test::id_of;
using billing_test::Module;
using billing_test::Said;
using Outcome = billing::ChargeAnswer::Outcome;

constexpr auto later = "2026-03-10T12:00Z";

// Ada subscribed on 1 March 2026 and paid at once.
void begin(Module& m) {
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  ASSERT_TRUE(m.settle(1, Outcome::succeeded, "2026-03-01T12:01Z"));
  (void)m.said();
}

auto cancel(Module& m, bool at_period_end = false, std::optional<std::int64_t> version = {}) {
  return m.run(m.module.cancel_subscription, {.id = Module::subscription,
                                              .expected_version = version,
                                              .at_period_end = at_period_end,
                                              .at = at(later)});
}
auto keep(Module& m, std::optional<std::int64_t> version = {}) {
  return m.run(m.module.keep_subscription,
               {.id = Module::subscription, .expected_version = version, .at = at(later)});
}

TEST(CancelSubscription, NowIsTheEnd) {
  Module m;
  begin(m);
  ASSERT_TRUE(cancel(m, false, 2));
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled"}));
  const auto& said = m.last<events::SubscriptionCanceled>();
  EXPECT_EQ(said.before.status, "active");
  EXPECT_EQ(said.after.status, "canceled");
  EXPECT_FALSE(said.after.entitled);
  EXPECT_EQ(said.after.end_reason, "requested");
  EXPECT_EQ(said.after.canceled_at, at(later));
  EXPECT_EQ(said.after.ended_at, at(later));
  EXPECT_EQ(m.sub().due_at, std::nullopt);
  EXPECT_EQ(m.invoice(1).status, InvoiceStatus::paid);

  for (const bool at_period_end : {false, true}) {
    EXPECT_EQ(cancel(m, at_period_end).error().code, "billing.subscription_ended");
  }
  EXPECT_EQ(keep(m).error().code, "billing.subscription_ended");
  EXPECT_TRUE(m.said().empty());
}

TEST(CancelSubscription, NowVoidsADraftFirst) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  ASSERT_EQ(m.invoice(2).status, InvoiceStatus::draft);
  (void)m.said();
  ASSERT_TRUE(cancel(m));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_voided", "billing.subscription_canceled"}));
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::voided);
  EXPECT_EQ(m.invoice(2).finalize_at, std::nullopt);
}

TEST(CancelSubscription, NowLeavesAnOpenInvoiceOwed) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.advance("2026-04-01T01:00Z", 2));
  ASSERT_TRUE(m.settle(2, Outcome::declined, "2026-04-01T01:01Z"));
  (void)m.said();
  ASSERT_TRUE(cancel(m));
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled"}));
  EXPECT_EQ(m.last<events::SubscriptionCanceled>().before.status, "past_due");
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::open);
}

TEST(CancelSubscription, NowLeavesAPaymentOfALaterInvoiceToItsEnd) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.advance("2026-04-01T01:00Z", 2));
  ASSERT_TRUE(cancel(m));
  EXPECT_TRUE(m.invoice(2).payment);
  ASSERT_TRUE(m.settle(2, Outcome::succeeded, "2026-04-01T01:01Z"));
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::paid);
  EXPECT_EQ(m.sub().status, SubscriptionStatus::canceled);
}

TEST(CancelSubscription, NowVoidsTheUnpaidFirstInvoice) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  (void)m.said();
  EXPECT_EQ(cancel(m).error().code, "billing.payment_in_progress");
  EXPECT_TRUE(m.said().empty());
  EXPECT_EQ(m.sub().status, SubscriptionStatus::incomplete);

  ASSERT_TRUE(m.settle(1, Outcome::declined, "2026-03-01T12:01Z"));
  (void)m.said();
  ASSERT_TRUE(cancel(m));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_voided", "billing.subscription_canceled"}));
  EXPECT_EQ(m.invoice(1).status, InvoiceStatus::voided);
  EXPECT_EQ(m.sub().status, SubscriptionStatus::canceled);
}

TEST(CancelSubscription, NowEndsATrial) {
  Module m;
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z", 14));
  (void)m.said();
  ASSERT_TRUE(cancel(m));
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled"}));
}

TEST(CancelSubscription, AtPeriodEndIsScheduledOnce) {
  Module m;
  begin(m);
  ASSERT_TRUE(cancel(m, true, 2));
  const auto& after = m.last<events::SubscriptionCancelScheduled>().after;
  EXPECT_EQ(after.status, "active");
  EXPECT_TRUE(after.entitled);
  EXPECT_TRUE(after.cancel_at_period_end);
  EXPECT_EQ(after.canceled_at, at(later));
  EXPECT_EQ(after.version, 3);
  EXPECT_EQ(m.sub().due_at, at("2026-04-01T00:00Z"));

  const auto again = cancel(m, true);
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->version, 3);
  EXPECT_EQ(m.said(), (Said{"billing.subscription_cancel_scheduled"}));
}

TEST(CancelSubscription, AtPeriodEndMayBecomeNow) {
  Module m;
  begin(m);
  ASSERT_TRUE(cancel(m, true));
  ASSERT_TRUE(cancel(m));
  EXPECT_EQ(m.said(),
            (Said{"billing.subscription_cancel_scheduled", "billing.subscription_canceled"}));
}

TEST(CancelSubscription, RefusesWhatItDoesNotKnowOrWhatHasChanged) {
  Module m;
  EXPECT_EQ(cancel(m).error().code, "billing.subscription_not_found");
  begin(m);
  EXPECT_EQ(cancel(m, false, 1).error().code, "billing.version_mismatch");
  EXPECT_EQ(cancel(m, true, 1).error().code, "billing.version_mismatch");
  EXPECT_TRUE(m.said().empty());
}

TEST(KeepSubscription, TakesTheEndBack) {
  Module m;
  begin(m);
  ASSERT_TRUE(cancel(m, true));
  EXPECT_EQ(keep(m, 2).error().code, "billing.version_mismatch");
  ASSERT_TRUE(keep(m, 3));
  const auto& said = m.last<events::SubscriptionCancelRevoked>();
  EXPECT_TRUE(said.before.cancel_at_period_end);
  EXPECT_FALSE(said.after.cancel_at_period_end);
  EXPECT_EQ(said.after.canceled_at, std::nullopt);
  EXPECT_EQ(said.after.end_reason, "");
  (void)m.said();
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_drafted", "billing.subscription_renewed"}));
}

TEST(KeepSubscription, RefusesWhereNothingIsToBeTakenBack) {
  Module m;
  EXPECT_EQ(keep(m).error().code, "billing.subscription_not_found");
  begin(m);
  EXPECT_EQ(keep(m).error().code, "billing.subscription_not_canceling");
  EXPECT_TRUE(m.said().empty());
}

TEST(SubscriptionStatus, HasStripesWords) {
  using enum billing::SubscriptionStatus;
  for (const auto status :
       {incomplete, incomplete_expired, trialing, active, past_due, paused, canceled}) {
    EXPECT_EQ(billing::parse_subscription_status(billing::to_text(status)), status);
  }
  EXPECT_EQ(billing::to_text(past_due), "past_due");
  EXPECT_FALSE(billing::parse_subscription_status("cancelled"));
}

}  // namespace
