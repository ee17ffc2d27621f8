#include <gtest/gtest.h>

#include <string>

#include <tests/billing/user_status.hpp>

namespace {

namespace events = billing::events;
using billing::InvoiceStatus;
using billing::OnDeactivation;
using billing::SubscriptionStatus;
using billing_test::at;
using billing_test::day;
using billing_test::deactivate;
using billing_test::id_of;
using billing_test::Module;
using billing_test::reactivate;
using billing_test::Said;
using Outcome = billing::ChargeAnswer::Outcome;

// Ada subscribed on 1 March 2026 at noon and paid at once.
void begin(Module& m) {
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  ASSERT_TRUE(m.settle(1, Outcome::succeeded, "2026-03-01T12:01Z"));
  (void)m.said();
}

void end(Module& m, std::string_view when) {
  const auto& end = m.module.end_customer_of_deleted_user;
  for (int round = 0; round < Module::rounds; ++round) end.want(Module::ada);
  ASSERT_TRUE(end(Module::ada, at(when)));
}

TEST(FollowUserStatus, PausesAndNothingIsBilledUntilTheUserIsBack) {
  Module m;
  begin(m);
  deactivate(m, "2026-03-10T12:00Z");
  EXPECT_EQ(m.said(), (Said{"billing.subscription_paused"}));
  EXPECT_EQ(m.last<events::SubscriptionPaused>().before.status, "active");
  EXPECT_EQ(m.last<events::SubscriptionPaused>().after.status, "paused");
  EXPECT_FALSE(m.last<events::SubscriptionPaused>().after.entitled);
  deactivate(m, "2026-03-10T12:01Z");
  ASSERT_TRUE(m.advance("2026-06-01T00:00Z", 2));
  EXPECT_TRUE(m.said().empty());
  EXPECT_EQ(m.invoices.rows().size(), 1U);
}

TEST(FollowUserStatus, ResumesWithinThePaidPeriodAsItWas) {
  Module m;
  begin(m);
  deactivate(m, "2026-03-10T12:00Z");
  reactivate(m, "2026-03-31T23:59Z");
  EXPECT_EQ(m.said(), (Said{"billing.subscription_paused", "billing.subscription_resumed"}));
  const auto& after = m.last<events::SubscriptionResumed>().after;
  EXPECT_EQ(after.status, "active");
  EXPECT_EQ(after.current_period_end, "2026-04-01");
  EXPECT_EQ(m.sub().due_at, at("2026-04-01T00:00Z"));
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  EXPECT_EQ(m.sub().period, (billing::Period{day("2026-04-01"), day("2026-05-01")}));
}

TEST(FollowUserStatus, ResumesBehindThePaidPeriodWithACycleFromThatDay) {
  Module m;
  begin(m);
  deactivate(m, "2026-03-10T12:00Z");
  reactivate(m, "2026-05-31T12:00Z");
  EXPECT_EQ(m.last<events::SubscriptionResumed>().after.current_period_start, "2026-05-31");
  EXPECT_EQ(m.last<events::SubscriptionResumed>().after.current_period_end, "2026-06-30");
  EXPECT_EQ(m.sub().due_at, at("2026-05-31T12:00Z"));
  (void)m.said();

  ASSERT_TRUE(m.advance("2026-05-31T12:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.payment_started", "billing.invoice_finalized",
                            "billing.subscription_renewed"}));
  EXPECT_EQ(m.invoice(2).period, (billing::Period{day("2026-05-31"), day("2026-06-30")}));
  ASSERT_TRUE(m.advance("2026-06-30T00:00Z", 3));
  EXPECT_EQ(m.invoice(3).period, (billing::Period{day("2026-06-30"), day("2026-07-31")}));
}

TEST(FollowUserStatus, ResumesWhatWasOnTrial) {
  Module m;
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z", 14));
  deactivate(m, "2026-03-02T12:00Z");
  reactivate(m, "2026-03-14T12:00Z");
  EXPECT_EQ(m.sub().status, SubscriptionStatus::trialing);
  EXPECT_EQ(m.sub().due_at, at("2026-03-15T00:00Z"));
  deactivate(m, "2026-03-14T13:00Z");
  reactivate(m, "2026-03-20T12:00Z");
  EXPECT_EQ(m.sub().status, SubscriptionStatus::active);
  ASSERT_TRUE(m.advance("2026-03-20T12:00Z", 2));
  EXPECT_EQ(m.invoice(2).period, (billing::Period{day("2026-03-20"), day("2026-04-20")}));
}

TEST(FollowUserStatus, ResumesWhatWasIncompleteWithTheTimeItHad) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  deactivate(m, "2026-03-01T12:01Z");
  ASSERT_TRUE(m.settle(1, Outcome::declined, "2026-03-01T12:02Z"));
  reactivate(m, "2026-03-05T12:00Z");
  EXPECT_EQ(m.sub().status, SubscriptionStatus::incomplete);
  ASSERT_TRUE(m.advance("2026-03-05T12:00Z", 2));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::incomplete_expired);
}

TEST(FollowUserStatus, ResumesWhatIsPaidMeanwhileAsActive) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  deactivate(m, "2026-03-01T12:01Z");
  ASSERT_TRUE(m.settle(1, Outcome::succeeded, "2026-03-01T12:02Z"));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::paused);
  EXPECT_EQ(m.sub().due_at, std::nullopt);
  reactivate(m, "2026-03-05T12:00Z");
  EXPECT_EQ(m.sub().status, SubscriptionStatus::active);
  EXPECT_EQ(m.sub().due_at, at("2026-04-01T00:00Z"));
}

TEST(FollowUserStatus, AnEndThatWasScheduledComesWhenTheUserIsBack) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.run(m.module.cancel_subscription, {.id = Module::subscription,
                                                   .expected_version = {},
                                                   .at_period_end = true,
                                                   .at = at("2026-03-05T12:00Z")}));
  deactivate(m, "2026-03-10T12:00Z");
  reactivate(m, "2026-05-10T12:00Z");
  (void)m.said();
  ASSERT_TRUE(m.advance("2026-05-10T12:00Z", 2));
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled"}));
  EXPECT_EQ(m.invoices.rows().size(), 1U);
}

TEST(FollowUserStatus, DecidesByTheDayWhereTheCustomerLives) {
  for (const auto& [when, period_start] : {std::pair{"2026-03-31T21:59Z", "2026-03-01"},
                                           std::pair{"2026-03-31T22:00Z", "2026-04-01"}}) {
    Module m;
    m.know(Module::ada, "Europe/Berlin");
    begin(m);
    deactivate(m, "2026-03-10T12:00Z");
    reactivate(m, when);
    EXPECT_EQ(m.sub().period.start, day(period_start)) << when;
  }
}

TEST(FollowUserStatus, LeavesInvoicesOfAPausedSubscriptionAlone) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  deactivate(m, "2026-04-01T00:30Z");
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::draft);
  ASSERT_TRUE(m.run(m.module.finalize_invoice, {.id = id_of<billing::InvoiceId>(2),
                                                .payment = id_of<billing::PaymentId>(2),
                                                .expected_version = {},
                                                .at = at("2026-04-01T01:00Z")}));
  ASSERT_TRUE(m.settle(2, Outcome::declined, "2026-04-01T01:01Z"));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::paused);
  reactivate(m, "2026-04-02T12:00Z");
  EXPECT_EQ(m.sub().status, SubscriptionStatus::past_due);
}

TEST(FollowUserStatus, DoesAsTheRulesSay) {
  struct Case {
    OnDeactivation rule;
    Said said;
    SubscriptionStatus status;
    std::string reason;
  };
  for (const auto& is : {Case{OnDeactivation::cancel,
                              {"billing.invoice_voided", "billing.subscription_canceled"},
                              SubscriptionStatus::canceled,
                              "user_deactivated"},
                         Case{OnDeactivation::cancel_at_period_end,
                              {"billing.subscription_cancel_scheduled"},
                              SubscriptionStatus::active,
                              "user_deactivated"},
                         Case{OnDeactivation::nothing, {}, SubscriptionStatus::active, ""}}) {
    Module m{{.on_deactivation = is.rule}};
    begin(m);
    ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
    (void)m.said();
    deactivate(m, "2026-04-01T00:30Z");
    deactivate(m, "2026-04-01T00:31Z");
    reactivate(m, "2026-04-01T00:40Z");
    EXPECT_EQ(m.said(), is.said);
    EXPECT_EQ(m.sub().status, is.status);
    EXPECT_EQ(m.sub().end_reason, is.reason);
  }
}

TEST(FollowUserStatus, EndsAtThePeriodsEndForItsOwnReason) {
  Module m{{.on_deactivation = OnDeactivation::cancel_at_period_end}};
  begin(m);
  deactivate(m, "2026-03-10T12:00Z");
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  EXPECT_EQ(m.last<events::SubscriptionCanceled>().after.end_reason, "user_deactivated");
}

TEST(FollowUserStatus, TurnsToEachSubscriptionThatHasNotEnded) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.subscribe("2026-03-02T12:00Z", 14, 2));
  ASSERT_TRUE(m.subscribe("2026-03-02T12:00Z", 14, 3));
  ASSERT_TRUE(m.run(m.module.cancel_subscription, {.id = id_of<billing::SubscriptionId>(2),
                                                   .expected_version = {},
                                                   .at_period_end = false,
                                                   .at = at("2026-03-03T12:00Z")}));
  (void)m.said();
  deactivate(m, "2026-03-10T12:00Z");
  EXPECT_EQ(m.said(), (Said{"billing.subscription_paused", "billing.subscription_paused"}));
  EXPECT_EQ(m.sub(2).status, SubscriptionStatus::canceled);
  EXPECT_EQ(m.sub(3).status, SubscriptionStatus::paused);
}

TEST(EndCustomerOfDeletedUser, EndsSubscriptionsVoidsDraftsAndClosesTheProfile) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.advance("2026-04-01T00:00Z", 2));
  ASSERT_TRUE(m.subscribe("2026-04-01T00:10Z", 14, 3));
  (void)m.said();
  m.module.keep_user_replica.drop(Module::ada);
  const auto paid = m.invoice(1);

  end(m, "2026-04-01T00:30Z");
  EXPECT_EQ(m.said(), (Said{"billing.invoice_voided", "billing.subscription_canceled",
                            "billing.subscription_canceled", "billing.profile_closed"}));
  EXPECT_EQ(m.last<events::BillingProfileClosed>().before.currency, "eur");
  EXPECT_EQ(m.sub(1).end_reason, "user_deleted");
  EXPECT_EQ(m.sub(3).status, SubscriptionStatus::canceled);
  EXPECT_EQ(m.invoice(1), paid);
  EXPECT_EQ(m.invoice(2).status, InvoiceStatus::voided);
  EXPECT_TRUE(m.profiles.rows().empty());

  end(m, "2026-04-01T00:31Z");
  EXPECT_TRUE(m.said().empty());
}

TEST(EndCustomerOfDeletedUser, LeavesWhatIsOwedOwed) {
  Module m;
  begin(m);
  ASSERT_TRUE(m.advance("2026-04-01T01:00Z", 2));
  ASSERT_TRUE(m.settle(2, Outcome::declined, "2026-04-01T01:01Z"));
  const auto owed = m.invoice(2);
  (void)m.said();
  end(m, "2026-04-02T00:00Z");
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled", "billing.profile_closed"}));
  EXPECT_EQ(m.invoice(2), owed);
}

TEST(EndCustomerOfDeletedUser, EndsWhatIsPaused) {
  Module m;
  begin(m);
  deactivate(m, "2026-03-10T12:00Z");
  (void)m.said();
  end(m, "2026-03-11T12:00Z");
  EXPECT_EQ(m.said(), (Said{"billing.subscription_canceled", "billing.profile_closed"}));
  EXPECT_EQ(m.last<events::BillingProfileClosed>().before.id, Module::ada.text());
  EXPECT_EQ(m.sub().paused_from, std::nullopt);
}

TEST(EndCustomerOfDeletedUser, VoidsTheFirstInvoiceOfWhatPausedUnpaid) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T12:00Z"));
  ASSERT_TRUE(m.settle(1, Outcome::declined, "2026-03-01T12:01Z"));
  deactivate(m, "2026-03-01T12:02Z");
  (void)m.said();
  end(m, "2026-03-01T12:03Z");
  EXPECT_EQ(m.said(), (Said{"billing.invoice_voided", "billing.subscription_canceled",
                            "billing.profile_closed"}));
  EXPECT_EQ(m.invoice(1).status, InvoiceStatus::voided);
}

TEST(EndCustomerOfDeletedUser, OfSomebodyWhoNeverPaidSaysNothing) {
  Module m;
  end(m, "2026-03-11T12:00Z");
  EXPECT_TRUE(m.said().empty());
}

}  // namespace
