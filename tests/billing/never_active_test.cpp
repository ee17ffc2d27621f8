#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

// What becomes of the money for a first period that is never given.
namespace {

using namespace billing_test;
using billing::Account;
using billing::OnDeactivation;
using billing::SubscriptionStatus;
using enum billing::ChargeAnswer::Outcome;

const std::vector<std::string> none;
const auto first = id_of<billing::InvoiceId>(1);

// Ada subscribed at noon for 20 euro, which is not paid yet.
struct Begun : Books {
  explicit Begun(const std::string& payment_method = "tok_1",
                 const billing::BillingRules& said = {})
      : Books{said} {
    sell();
    customer(ada, payment_method);
    EXPECT_TRUE(subscribe("2026-03-01T12:00Z"));
    news();
  }
  void delete_user() {
    const auto& end = module.end_customer_of_deleted_user;
    for (int round = 0; round < rounds; ++round) end.want(ada);
    ASSERT_TRUE(end(ada, wall));
  }
  void deactivate_user() {
    const auto& follow = module.follow_user_status;
    for (int round = 0; round < rounds; ++round) follow.want(ada);
    ASSERT_TRUE(follow.deactivated(ada, wall));
  }
  void cancel() {
    ASSERT_TRUE(
        run(module.cancel_subscription,
            {.id = subscription, .expected_version = {}, .at_period_end = false, .at = wall}));
  }
  // Two days of it were earned before.
  void earn() { ASSERT_TRUE(recognize({first}, wall)); }
  void expect_nothing_is_owed_or_earned(std::int64_t credit_minor) {
    EXPECT_EQ(status_of(first), "void");
    EXPECT_EQ(credit_of(ada), credit_minor);
    for (const auto account :
         {Account::receivable, Account::deferred_revenue, Account::revenue, Account::bad_debt}) {
      EXPECT_EQ(balance(account), 0) << to_text(account);
    }
    EXPECT_EQ(balance(Account::cash_clearing), credit_minor);
    EXPECT_TRUE(schedules.rows().empty());
    EXPECT_EQ(faults_of(*this), none);
  }
};

TEST(NeverActive, MoneyThatIsHeardOfBehindTheUsersEndIsCredit) {
  Begun books;
  ASSERT_TRUE(books.Module::settle(1, pending, "2026-03-01T12:01Z"));
  books.news();
  books.delete_user();
  EXPECT_EQ(books.news(), "invoice_voided subscription_canceled profile_closed");
  EXPECT_EQ(books.payment_of(first), id_of<billing::PaymentId>(1)) << "it is under way still";
  ASSERT_TRUE(books.Module::settle(1, succeeded, "2026-03-01T12:02Z"));
  EXPECT_EQ(books.news(), "invoice_updated payment_succeeded");
  EXPECT_EQ(books.sub().status, SubscriptionStatus::canceled);
  books.expect_nothing_is_owed_or_earned(2'000);
}

TEST(NeverActive, NothingIsOwedWhereThePaymentIsDeclinedBehindTheUsersEnd) {
  Begun books;
  ASSERT_TRUE(books.Module::settle(1, pending, "2026-03-01T12:01Z"));
  books.delete_user();
  books.news();
  ASSERT_TRUE(books.Module::settle(1, declined, "2026-03-01T12:02Z"));
  EXPECT_EQ(books.news(), "invoice_updated payment_failed");
  EXPECT_FALSE(books.invoice(first).payment);
  books.expect_nothing_is_owed_or_earned(0);
}

TEST(NeverActive, ADeactivationThatCancelsVoidsAlsoWhileThePaymentIsUnderWay) {
  Begun books{"tok_1", {.on_deactivation = OnDeactivation::cancel}};
  books.deactivate_user();
  EXPECT_EQ(books.news(), "invoice_voided subscription_canceled");
  ASSERT_TRUE(books.Module::settle(1, succeeded, "2026-03-01T12:02Z"));
  books.expect_nothing_is_owed_or_earned(2'000);
}

TEST(NeverActive, ATransferThatWasNotEnoughBecomesCreditWhenItExpires) {
  Begun books{""};
  ASSERT_TRUE(books.record(first, 1'990));
  books.wall = at("2026-03-03T12:00Z");
  books.earn();
  ASSERT_NE(books.balance(Account::revenue), 0);
  books.news();
  ASSERT_TRUE(books.advance("2026-03-03T12:00Z", 2));
  EXPECT_EQ(books.news(), "invoice_voided subscription_expired");
  const auto& voided = books.invoice(first);
  EXPECT_EQ(voided.amount_paid_minor, 1'990) << "what came for it stays on it";
  books.expect_nothing_is_owed_or_earned(1'990);
}

TEST(NeverActive, ATransferThatWasNotEnoughBecomesCreditWhenItIsCanceled) {
  Begun books{""};
  books.credits.put({{ada, "eur"}, 0});
  ASSERT_TRUE(books.record(first, 500));
  books.cancel();
  books.expect_nothing_is_owed_or_earned(500);
}

TEST(NeverActive, WhatWasGivenUpIsVoidWhenItExpires) {
  Begun books{""};
  ASSERT_TRUE(books.give_up(first));
  ASSERT_EQ(books.balance(Account::bad_debt), 2'000);
  books.wall = at("2026-03-03T12:00Z");
  books.earn();
  ASSERT_TRUE(books.advance("2026-03-03T12:00Z", 2));
  EXPECT_EQ(books.sub().status, SubscriptionStatus::incomplete_expired);
  books.expect_nothing_is_owed_or_earned(0);
}

TEST(NeverActive, WhatWasPaidBeforeAndBehindItsGivingUpIsCredit) {
  Begun books{""};
  ASSERT_TRUE(books.record(first, 300));
  ASSERT_TRUE(books.give_up(first));
  ASSERT_TRUE(books.record(first, 200));
  ASSERT_TRUE(books.advance("2026-03-02T11:00Z", 2));
  books.expect_nothing_is_owed_or_earned(500);
}

TEST(NeverActive, CreditThatItsFirstInvoiceTookGoesBackBesideWhatWasPaid) {
  Books books;
  books.sell();
  books.customer(ada, "");
  // Ten euro from before: of money that came twice.
  const auto twice = books.issued(ada, eur(1'000));
  ASSERT_TRUE(books.record(twice, 2'000));
  ASSERT_TRUE(books.subscribe("2026-03-01T12:00Z"));
  ASSERT_EQ(books.credit_of(ada), 0);
  ASSERT_TRUE(books.record(first, 600));
  ASSERT_TRUE(books.advance("2026-03-02T11:00Z", 2));
  EXPECT_EQ(books.status_of(first), "void");
  EXPECT_EQ(books.credit_of(ada), 1'600);
  EXPECT_EQ(books.balance(Account::receivable), 0);
  EXPECT_EQ(faults_of(books), none);
}

}  // namespace
