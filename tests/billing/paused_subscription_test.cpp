#include <gtest/gtest.h>

#include <tests/billing/user_status.hpp>

namespace {

using billing::InvoiceStatus;
using billing::SubscriptionStatus;
using billing_test::at;
using billing_test::day;
using billing_test::deactivate;
using billing_test::Module;
using billing_test::reactivate;
using billing_test::Said;
using Outcome = billing::ChargeAnswer::Outcome;

// Ada subscribed on 1 March 2026 at noon, and her payment ended like that a minute later.
void begin(Module& m, Outcome outcome) {
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  ASSERT_TRUE(m.settle(1, outcome, "2026-03-01T12:01Z"));
}
void cancel_at_period_end(Module& m, std::string_view when) {
  ASSERT_TRUE(m.run(
      m.module.cancel_subscription,
      {.id = Module::subscription, .expected_version = {}, .at_period_end = true, .at = at(when)}));
}
void keep(Module& m, std::string_view when) {
  ASSERT_TRUE(m.run(m.module.keep_subscription,
                    {.id = Module::subscription, .expected_version = {}, .at = at(when)}));
}

TEST(PausedSubscription, ThatIsKeptBehindItsPeriodPaysNoPausedMonth) {
  Module m;
  begin(m, Outcome::succeeded);
  cancel_at_period_end(m, "2026-03-05T12:00Z");
  deactivate(m, "2026-03-10T12:00Z");
  reactivate(m, "2026-08-10T12:00Z");
  keep(m, "2026-08-10T12:05Z");
  EXPECT_EQ(m.sub().period, (billing::Period{day("2026-08-10"), day("2026-09-10")}));

  (void)m.said();
  ASSERT_TRUE(m.advance("2026-08-10T12:10Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.payment_started", "billing.invoice_finalized",
                            "billing.subscription_renewed"}));
  EXPECT_EQ(m.invoice(2).period, (billing::Period{day("2026-08-10"), day("2026-09-10")}));
  ASSERT_TRUE(m.advance("2026-08-10T12:10Z", 3));
  EXPECT_EQ(m.invoices.rows().size(), 2U);
  EXPECT_EQ(m.sub().due_at, at("2026-09-10T00:00Z"));
}

TEST(PausedSubscription, ThatIsKeptBeforeItsUserIsBackGoesOnPaused) {
  Module m;
  begin(m, Outcome::succeeded);
  cancel_at_period_end(m, "2026-03-05T12:00Z");
  deactivate(m, "2026-03-10T12:00Z");
  keep(m, "2026-07-10T12:00Z");
  EXPECT_EQ(m.sub().status, SubscriptionStatus::paused);
  EXPECT_EQ(m.sub().due_at, std::nullopt);
  EXPECT_EQ(m.sub().period, (billing::Period{day("2026-03-01"), day("2026-04-01")}));
  reactivate(m, "2026-08-10T12:00Z");
  EXPECT_EQ(m.sub().period, (billing::Period{day("2026-08-10"), day("2026-09-10")}));
}

TEST(PausedSubscription, ThatIsKeptBehindItsTrialBeginsToCost) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z", 14));
  cancel_at_period_end(m, "2026-03-02T12:00Z");
  deactivate(m, "2026-03-03T12:00Z");
  reactivate(m, "2026-05-03T12:00Z");
  keep(m, "2026-05-04T12:00Z");
  EXPECT_EQ(m.sub().status, SubscriptionStatus::active);
  ASSERT_TRUE(m.advance("2026-05-04T12:10Z", 2));
  EXPECT_EQ(m.invoice(2).period, (billing::Period{day("2026-05-04"), day("2026-06-04")}));
}

TEST(PausedSubscription, ThatWasNeverPaidExpiresAllTheSame) {
  Module m;
  begin(m, Outcome::declined);
  deactivate(m, "2026-03-01T12:02Z");
  EXPECT_EQ(m.sub().due_at, at("2026-03-02T11:00Z"));
  (void)m.said();
  ASSERT_TRUE(m.advance("2026-03-02T11:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_voided", "billing.subscription_expired"}));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::incomplete_expired);
  EXPECT_EQ(m.sub().paused_from, std::nullopt);
  EXPECT_EQ(m.invoice(1).status, InvoiceStatus::voided);
  EXPECT_TRUE(m.schedules.rows().empty());
}

TEST(PausedSubscription, ThatIsPaidForWaitsForNothing) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  deactivate(m, "2026-03-01T12:01Z");
  ASSERT_TRUE(m.settle(1, Outcome::succeeded, "2026-03-01T12:02Z"));
  EXPECT_EQ(m.sub().due_at, std::nullopt);
}

}  // namespace
