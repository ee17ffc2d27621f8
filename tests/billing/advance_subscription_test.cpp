#include <gtest/gtest.h>

#include <string>

#include <tests/billing/use_cases.hpp>

namespace {

namespace events = billing::events;
using billing::InvoiceStatus;
using billing::SubscriptionStatus;
using billing_test::at;
using billing_test::day;
using billing_test::id_of;
using billing_test::Module;
using billing_test::Said;
using Outcome = billing::ChargeAnswer::Outcome;

// Ada pays 20 euro a month since that instant, in that time zone.
void begin(Module& m, std::string_view when, const std::string& zone = "UTC") {
  m.know(Module::ada, zone);
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe(when));
  ASSERT_TRUE(m.settle(1, Outcome::succeeded, when));
  (void)m.said();
}

auto cancel_at_period_end(Module& m, std::string_view when) {
  return m.run(
      m.module.cancel_subscription,
      {.id = Module::subscription, .expected_version = {}, .at_period_end = true, .at = at(when)});
}

// That this step changed nothing, and answered the state.
void expect_idle(Module& m, std::string_view when, std::uint8_t number) {
  const auto before = m.sub();
  const auto invoices = m.invoices.rows();
  (void)m.said();
  const auto done = m.advance(when, number);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ((*done)->version, before.version);
  EXPECT_EQ(m.sub(), before);
  EXPECT_EQ(m.invoices.rows(), invoices);
  EXPECT_TRUE(m.said().empty());
}

TEST(AdvanceSubscription, DoesNothingBeforeItsTime) {
  Module m;
  begin(m, "2026-03-01T12:00Z");
  expect_idle(m, "2026-03-31T23:59Z", 2);
}

TEST(AdvanceSubscription, DraftsTheNextPeriodAndRenews) {
  Module m;
  begin(m, "2026-03-01T12:00Z");
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_drafted", "billing.subscription_renewed"}));
  const auto& renewed = m.last<events::SubscriptionRenewed>();
  EXPECT_EQ(renewed.before.current_period_end, "2026-04-01");
  EXPECT_EQ(renewed.after.current_period_start, "2026-04-01");
  EXPECT_EQ(renewed.after.current_period_end, "2026-05-01");
  EXPECT_EQ(renewed.after.status, "active");
  EXPECT_EQ(renewed.after.latest_invoice_id, id_of<billing::InvoiceId>(2).text());
  EXPECT_EQ(m.sub().due_at, at("2026-05-01T00:00Z"));

  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::draft);
  EXPECT_EQ(m.invoice(2).kind, "subscription_cycle");
  EXPECT_EQ(m.invoice(2).finalize_at, at("2026-04-01T01:00Z"));
  EXPECT_EQ(m.invoice(2).period, m.sub().period);
  EXPECT_EQ(m.invoice(2).total_minor, 2'000);
}

TEST(AdvanceSubscription, IssuesInTheSameCommitWhereTheTimeForThatHasComeToo) {
  Module m;
  begin(m, "2026-03-01T12:00Z");
  ASSERT_TRUE(m.advance("2026-04-01T01:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.payment_started", "billing.invoice_finalized",
                            "billing.subscription_renewed"}));
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::open);
  EXPECT_EQ(m.invoice(2).finalize_at, std::nullopt);
  EXPECT_EQ(m.invoice(2).number, "INV-2026-000002");
}

TEST(AdvanceSubscription, RenewsWhereCreditPaysAtOnce) {
  Module m;
  begin(m, "2026-03-01T12:00Z");
  m.credits.put({.key = {Module::ada, "eur"}, .credit_minor = 5'000});
  ASSERT_TRUE(m.advance("2026-04-01T01:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_finalized", "billing.invoice_paid",
                            "billing.subscription_renewed"}));
  EXPECT_EQ(m.credits.rows().begin()->second.credit_minor, 3'000);
}

TEST(AdvanceSubscription, TwiceForOnePeriodIsOnce) {
  Module m;
  begin(m, "2026-03-01T12:00Z");
  for (const auto* when : {"2026-04-01T00:00Z", "2026-05-01T02:00Z"}) {
    ASSERT_TRUE(m.advance(when, static_cast<std::uint8_t>(when[6])));
    expect_idle(m, when, 99);
  }
  EXPECT_EQ(m.invoices.rows().size(), 3U);
}

TEST(AdvanceSubscription, TakesOnePeriodAtATimeHoweverManyAreDue) {
  Module m;
  begin(m, "2026-01-31T12:00Z");
  struct Step {
    std::string_view start;
    std::string_view end;
  };
  std::uint8_t number = 2;
  for (const auto& step : {Step{"2026-02-28", "2026-03-31"}, Step{"2026-03-31", "2026-04-30"},
                           Step{"2026-04-30", "2026-05-31"}, Step{"2026-05-31", "2026-06-30"}}) {
    ASSERT_TRUE(m.advance("2026-06-15T00:00Z", number));
    EXPECT_EQ(m.sub().period, (billing::Period{day(step.start), day(step.end)}));
    EXPECT_EQ(m.invoice(number).period, m.sub().period);
    ++number;
  }
  expect_idle(m, "2026-06-15T00:00Z", number);
}

TEST(AdvanceSubscription, BeginsAPeriodAtItsMidnightWhereTheCustomerLives) {
  struct Case {
    std::string zone;
    std::string_view begun;
    std::string_view renewed;  // the first minute in which it renews
    std::string_view early;    // the one before
    std::string_view next;
  };
  for (const auto& is : {Case{"Europe/Berlin", "2026-03-15T12:00Z", "2026-04-14T22:00Z",
                              "2026-04-14T21:59Z", "2026-05-14T22:00Z"},
                         Case{"Europe/Berlin", "2026-09-30T12:00Z", "2026-10-29T23:00Z",
                              "2026-10-29T22:59Z", "2026-11-29T23:00Z"},
                         Case{"America/Los_Angeles", "2026-02-08T20:00Z", "2026-03-08T08:00Z",
                              "2026-03-08T07:59Z", "2026-04-08T07:00Z"},
                         // Midnight does not exist there: clocks go from 0:00 to 1:00.
                         Case{"America/Santiago", "2026-08-06T12:00Z", "2026-09-06T04:00Z",
                              "2026-09-06T03:59Z", "2026-10-06T03:00Z"}}) {
    Module m;
    begin(m, is.begun, is.zone);
    expect_idle(m, is.early, 2);
    ASSERT_TRUE(m.advance(is.renewed, 2));
    EXPECT_EQ(m.said(), (Said{"billing.invoice_drafted", "billing.subscription_renewed"}))
        << is.zone;
    EXPECT_EQ(m.invoice(2).finalize_at, at(is.renewed) + std::chrono::hours{1});
    EXPECT_EQ(m.sub().due_at, at(is.next)) << is.zone;
  }
}

TEST(AdvanceSubscription, KeepsItsZoneWhenTheUserMoves) {
  Module m;
  begin(m, "2026-03-15T12:00Z", "Europe/Berlin");
  m.know(Module::ada, "Asia/Tokyo");
  ASSERT_TRUE(m.advance("2026-04-14T22:00Z", 2));
  EXPECT_EQ(m.sub().time_zone, "Europe/Berlin");
  EXPECT_EQ(m.sub().due_at, at("2026-05-14T22:00Z"));
}

TEST(AdvanceSubscription, TurnsATrialIntoItsFirstPeriod) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-01-17T12:00Z", 14));
  expect_idle(m, "2026-01-30T23:59Z", 2);
  ASSERT_TRUE(m.advance("2026-01-31T00:30Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_drafted", "billing.subscription_renewed"}));
  EXPECT_EQ(m.last<events::SubscriptionRenewed>().before.status, "trialing");
  EXPECT_EQ(m.last<events::SubscriptionRenewed>().after.status, "active");
  EXPECT_EQ(m.sub().period, (billing::Period{day("2026-01-31"), day("2026-02-28")}));
  ASSERT_TRUE(m.advance("2026-02-28T00:00Z", 3));
  EXPECT_EQ(m.sub().period, (billing::Period{day("2026-02-28"), day("2026-03-31")}));
}

TEST(AdvanceSubscription, RenewsWhatIsPastDueAndLeavesItSo) {
  Module m;
  begin(m, "2026-03-01T12:00Z");
  ASSERT_TRUE(m.advance("2026-04-01T01:00Z", 2));
  ASSERT_TRUE(m.settle(2, Outcome::declined, "2026-04-01T01:01Z"));
  ASSERT_EQ(m.sub().status, SubscriptionStatus::past_due);
  ASSERT_TRUE(m.advance("2026-05-01T00:00Z", 3));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::past_due);
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::open);
}

TEST(AdvanceSubscription, EndsWhatWasToEnd) {
  Module m;
  begin(m, "2026-03-01T12:00Z");
  ASSERT_TRUE(cancel_at_period_end(m, "2026-03-10T12:00Z"));
  expect_idle(m, "2026-03-31T23:59Z", 2);
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled"}));
  const auto& after = m.last<events::SubscriptionCanceled>().after;
  EXPECT_EQ(after.status, "canceled");
  EXPECT_EQ(after.end_reason, "requested");
  EXPECT_EQ(after.canceled_at, at("2026-03-10T12:00Z"));
  EXPECT_EQ(after.ended_at, at("2026-04-01T00:00Z"));
  EXPECT_EQ(m.invoices.rows().size(), 1U);
  expect_idle(m, "2026-05-01T00:00Z", 3);
}

TEST(AdvanceSubscription, EndsATrialThatWasToEnd) {
  Module m;
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z", 7));
  ASSERT_TRUE(cancel_at_period_end(m, "2026-03-02T12:00Z"));
  (void)m.said();
  ASSERT_TRUE(m.advance("2026-03-08T00:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled"}));
  EXPECT_TRUE(m.invoices.rows().empty());
}

TEST(AdvanceSubscription, LeavesADraftOfThePeriodThatEnds) {
  Module m{{.draft_for = std::chrono::hours{24 * 40}}};
  begin(m, "2026-03-01T12:00Z");
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  ASSERT_TRUE(cancel_at_period_end(m, "2026-04-02T00:00Z"));
  ASSERT_TRUE(m.advance("2026-05-01T00:00Z", 3));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::canceled);
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::draft);

  (void)m.said();
  const auto again = m.run(m.module.cancel_subscription, {.id = Module::subscription,
                                                          .expected_version = {},
                                                          .at_period_end = false,
                                                          .at = at("2026-05-02T00:00Z")});
  EXPECT_EQ(again.error().code, "billing.subscription_ended");
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::draft);
  EXPECT_TRUE(m.said().empty());
}

TEST(AdvanceSubscription, ExpiresWhatStaysUnpaidFor23Hours) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  ASSERT_TRUE(m.settle(1, Outcome::declined, "2026-03-01T12:01Z"));
  expect_idle(m, "2026-03-02T10:59Z", 2);
  ASSERT_TRUE(m.advance("2026-03-02T11:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.invoice_voided", "billing.subscription_expired"}));
  const auto& after = m.last<events::SubscriptionExpired>().after;
  EXPECT_EQ(after.status, "incomplete_expired");
  EXPECT_EQ(after.end_reason, "unpaid");
  EXPECT_EQ(m.invoice(1).status, InvoiceStatus::voided);
  expect_idle(m, "2026-03-03T11:00Z", 3);
}

TEST(AdvanceSubscription, WaitsForAPaymentThatIsUnderWay) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  expect_idle(m, "2026-03-03T12:00Z", 2);
  ASSERT_TRUE(m.settle(1, Outcome::declined, "2026-03-03T12:01Z"));
  ASSERT_TRUE(m.advance("2026-03-03T12:02Z", 2));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::incomplete_expired);
}

TEST(AdvanceSubscription, OfNothingIsRefused) {
  Module m;
  EXPECT_EQ(m.advance("2026-03-01T12:00Z", 2).error().code, "billing.subscription_not_found");
}

}  // namespace
