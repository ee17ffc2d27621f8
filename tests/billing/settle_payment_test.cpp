#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

namespace {

using namespace billing_test;
using namespace std::chrono_literals;
using billing::Account;
using billing::PaymentStatus;
using billing::SubscriptionStatus;
using enum billing::ChargeAnswer::Outcome;

const std::vector<std::string> none;

// Ada owes 1,000 and the gateway is to be asked for it.
struct Charged : Books {
  billing::InvoiceId invoice_id;
  billing::PaymentId first;

  explicit Charged(SubscriptionStatus status = SubscriptionStatus::incomplete) {
    customer(ada, "tok_1");
    invoice_id = issued(ada, eur(1000), status);
    first = payment_of(invoice_id);
  }
  // Another payment of the same invoice, behind a failed one.
  billing::PaymentId again() {
    EXPECT_EQ(code(pay(invoice_id)), "done");
    news();
    return payment_of(invoice_id);
  }
};

TEST(SettlePayment, ThatSucceededPaysItsInvoiceAndOpensTheSubscription) {
  Charged books;
  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(books.news(), "invoice_paid subscription_activated payment_succeeded");
  EXPECT_EQ(books.status_of(books.invoice_id), "paid");
  EXPECT_EQ(books.invoice(books.invoice_id).amount_paid_minor, 1000);
  EXPECT_EQ(books.invoice(books.invoice_id).paid_at, books.wall);
  EXPECT_FALSE(books.invoice(books.invoice_id).payment);
  EXPECT_EQ(books.subscription_status(books.invoice_id), "active");
  EXPECT_EQ(books.subscriptions.rows().begin()->second.fields().due_at, at("2026-04-01T00:00Z"));
  EXPECT_EQ(books.balance(Account::cash_clearing), 1000);
  EXPECT_EQ(books.balance(Account::receivable), 0);
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, ThatFailedLeavesItsInvoiceOpenAndTheSubscriptionPastDue) {
  Charged books{SubscriptionStatus::active};
  ASSERT_TRUE(books.settle(books.first, declined));
  EXPECT_EQ(books.news(), "invoice_payment_failed subscription_past_due payment_failed");
  EXPECT_EQ(books.last<events::PaymentFailed>().after.failure, "card_declined");
  EXPECT_EQ(books.status_of(books.invoice_id), "open");
  EXPECT_FALSE(books.invoice(books.invoice_id).payment);
  EXPECT_EQ(books.subscription_status(books.invoice_id), "past_due");

  const auto second = books.again();
  ASSERT_TRUE(books.settle(second, succeeded));
  EXPECT_EQ(books.news(), "invoice_paid subscription_activated payment_succeeded");
  EXPECT_EQ(books.subscription_status(books.invoice_id), "active");
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, ThatFailedLeavesAnIncompleteSubscriptionAsItIs) {
  Charged books;
  ASSERT_TRUE(books.settle(books.first, declined));
  EXPECT_EQ(books.news(), "invoice_payment_failed payment_failed");
  EXPECT_EQ(books.subscription_status(books.invoice_id), "incomplete");
}

TEST(SettlePayment, CountsForTheSubscriptionOnlyThroughItsLatestInvoice) {
  for (const auto outcome : {declined, succeeded}) {
    const auto status =
        outcome == declined ? SubscriptionStatus::active : SubscriptionStatus::past_due;
    Charged books{status};
    auto later = books.subscriptions.rows().begin()->second.fields();
    later.latest_invoice = books.next<billing::InvoiceId>();
    books.subscriptions.put(billing::Subscription{later});
    ASSERT_TRUE(books.settle(books.first, outcome));
    EXPECT_EQ(books.subscription_status(books.invoice_id), to_text(status));
  }
}

TEST(SettlePayment, ThatIsKnownAlreadyIsNoChange) {
  using Outcome = std::optional<Answer::Outcome>;
  const struct {
    Answer::Outcome first;
    Outcome then;
  } rows[] = {{succeeded, succeeded}, {succeeded, declined},  {succeeded, pending},
              {succeeded, not_found}, {succeeded, Outcome{}}, {declined, declined},
              {declined, pending},    {declined, not_found},  {declined, Outcome{}}};
  for (const auto& row : rows) {
    Charged books{SubscriptionStatus::active};
    ASSERT_TRUE(books.settle(books.first, row.first));
    const auto before = Record::of(books);
    const auto state = state_of(books.payments.rows().at(books.first));
    const auto again = books.settle(books.first, row.then);
    ASSERT_TRUE(again && *again);
    EXPECT_EQ(**again, state);
    EXPECT_EQ(Record::of(books), before);
  }
}

TEST(SettlePayment, WithoutAnAnswerIsLookedUpLaterAndLater) {
  Charged books;
  for (const auto wait : {10s, 60s, 300s}) {
    ASSERT_TRUE(books.settle(books.first, std::nullopt));
    EXPECT_EQ(books.news(), "payment_unclear");
    EXPECT_EQ(books.payment(books.first).status, PaymentStatus::unknown);
    EXPECT_EQ(books.payment(books.first).next_at, books.wall + wait);
  }
  ASSERT_TRUE(books.settle(books.first, pending));
  EXPECT_EQ(books.payment(books.first).lookups, 4);
  // Until it is known nothing else is tried.
  EXPECT_EQ(code(books.pay(books.invoice_id)), "billing.payment_in_progress");
  EXPECT_EQ(code(books.record(books.invoice_id, 1000)), "billing.payment_in_progress");
  EXPECT_EQ(code(books.void_it(books.invoice_id)), "billing.payment_in_progress");
  EXPECT_EQ(code(books.give_up(books.invoice_id)), "billing.payment_in_progress");

  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(books.status_of(books.invoice_id), "paid");
  EXPECT_EQ(books.balance(Account::cash_clearing), 1000);
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, ThatNobodyHeardOfIsAskedAgainUnderTheSameReference) {
  Charged books;
  const auto early = books.settle(books.first, not_found);
  ASSERT_TRUE(early && *early);  // nobody was asked yet

  ASSERT_TRUE(books.settle(books.first, std::nullopt));
  books.news();
  books.wall += 10s;
  ASSERT_TRUE(books.settle(books.first, not_found));
  EXPECT_EQ(books.news(), "payment_unclear");
  EXPECT_EQ(books.payment(books.first).status, PaymentStatus::pending);
  EXPECT_EQ(books.payment(books.first).next_at, books.wall);
  EXPECT_EQ(books.payment_of(books.invoice_id), books.first);
  EXPECT_EQ(books.payments.rows().size(), 1U);
  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(books.balance(Account::cash_clearing), 1000);
}

TEST(SettlePayment, BooksMoneyThatComesBehindAFailure) {
  Charged books{SubscriptionStatus::active};
  ASSERT_TRUE(books.settle(books.first, declined));
  books.news();
  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(books.news(), "invoice_paid subscription_activated payment_succeeded");
  EXPECT_EQ(books.payment(books.first).failure, "");
  EXPECT_EQ(books.status_of(books.invoice_id), "paid");
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, MakesCreditOfMoneyThatComesTwice) {
  Charged books{SubscriptionStatus::active};
  ASSERT_TRUE(books.settle(books.first, declined));
  const auto second = books.again();
  ASSERT_TRUE(books.settle(books.first, succeeded));  // late: it pays
  EXPECT_EQ(books.news(), "invoice_paid subscription_activated payment_succeeded");
  ASSERT_TRUE(books.settle(second, succeeded));
  EXPECT_EQ(books.news(), "invoice_updated payment_succeeded");
  EXPECT_EQ(books.invoice(books.invoice_id).amount_paid_minor, 1000);
  EXPECT_EQ(books.credit_of(ada), 1000);
  EXPECT_EQ(books.balance(Account::customer_credit), -1000);
  EXPECT_EQ(books.balance(Account::cash_clearing), 2000);
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, ThatFailsOfWhatLateMoneyPaidIsNoFailureOfTheInvoice) {
  Charged books{SubscriptionStatus::active};
  ASSERT_TRUE(books.settle(books.first, declined));
  const auto second = books.again();
  ASSERT_TRUE(books.settle(books.first, succeeded));
  books.news();
  ASSERT_TRUE(books.settle(second, declined));
  EXPECT_EQ(books.news(), "invoice_updated payment_failed");
  EXPECT_EQ(books.status_of(books.invoice_id), "paid");
  EXPECT_EQ(books.subscription_status(books.invoice_id), "active");
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, OfAVoidInvoiceIsAllCredit) {
  Charged books;
  ASSERT_TRUE(books.settle(books.first, declined));
  ASSERT_TRUE(books.void_it(books.invoice_id));
  books.news();
  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(books.news(), "payment_succeeded");
  EXPECT_EQ(books.status_of(books.invoice_id), "void");
  EXPECT_EQ(books.credit_of(ada), 1000);
  EXPECT_EQ(books.subscription_status(books.invoice_id), "incomplete");
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, OfAnInvoiceThatWasGivenUpTakesBackTheBadDebt) {
  Charged books{SubscriptionStatus::active};
  ASSERT_TRUE(books.settle(books.first, declined));
  ASSERT_TRUE(books.give_up(books.invoice_id));
  EXPECT_EQ(books.balance(Account::bad_debt), 1000);
  books.news();
  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(books.news(), "invoice_paid payment_succeeded");
  EXPECT_EQ(books.balance(Account::bad_debt), 0);
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePayment, RefusesWhatItCannotBook) {
  Charged books;
  EXPECT_EQ(code(books.settle(id_of<billing::PaymentId>(99), succeeded)),
            "billing.payment_not_found");
  ASSERT_TRUE(books.settle(books.first, declined));
  ASSERT_TRUE(books.void_it(books.invoice_id));
  books.credits.put({{ada, "eur"}, std::numeric_limits<std::int64_t>::max() - 999});
  const auto before = Record::of(books);
  EXPECT_EQ(code(books.settle(books.first, succeeded)), "billing.amount_overflow");
  EXPECT_EQ(Record::of(books), before);
}

}  // namespace
