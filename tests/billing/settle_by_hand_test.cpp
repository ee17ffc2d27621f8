#include <string>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

namespace {

using namespace billing_test;
using namespace std::chrono_literals;
using billing::Account;
using billing::PaymentStatus;
using enum billing::ChargeAnswer::Outcome;

const std::vector<std::string> none;

// An invoice over 10.00 whose payment was asked for once, without an answer.
struct Unknown : Books {
  Unknown() {
    customer(ada, "tok_1");
    id = issued(ada, eur(1000));
    first = payment_of(id);
    EXPECT_TRUE(settle(first, std::nullopt));
    news();
  }
  billing::InvoiceId id;
  billing::PaymentId first;
};

TEST(LookUpPayment, MakesOneThatIsUnknownDueNow) {
  Unknown books;
  EXPECT_EQ(books.payment(books.first).next_at, books.wall + 10s);
  ASSERT_TRUE(books.look_up(books.first));
  EXPECT_EQ(books.news(), "payment_unclear");
  EXPECT_EQ(books.payment(books.first).next_at, books.wall);
  EXPECT_EQ(books.payment(books.first).status, PaymentStatus::unknown);
  EXPECT_EQ(books.payment(books.first).lookups, 1);
  const auto again = books.look_up(books.first);
  ASSERT_TRUE(again);
  EXPECT_TRUE(*again) << "it is due already";

  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(code(books.look_up(books.first)), "billing.payment_settled");
  EXPECT_EQ(code(books.look_up(id_of<billing::PaymentId>(99))), "billing.payment_not_found");
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePaymentByHand, AsSucceededPaysItsInvoice) {
  Unknown books;
  ASSERT_TRUE(books.settle_by_hand(books.first, true, "statement of 3 March"));
  EXPECT_EQ(books.status_of(books.id), "paid");
  EXPECT_EQ(books.payment(books.first).reference, "statement of 3 March");
  EXPECT_EQ(books.payment(books.first).next_at, std::nullopt);
  EXPECT_EQ(books.balance(Account::cash_clearing), 1000);
  // The gateway declines it all the same: nothing takes money back.
  const auto before = Record::of(books);
  const auto late = books.settle(books.first, declined);
  ASSERT_TRUE(late && *late);
  EXPECT_EQ(Record::of(books), before);
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePaymentByHand, AsFailedFreesItsInvoice) {
  Unknown books;
  ASSERT_EQ(code(books.pay(books.id)), "billing.payment_in_progress");
  ASSERT_TRUE(books.settle_by_hand(books.first, false));
  EXPECT_EQ(books.news(), "invoice_payment_failed payment_failed");
  EXPECT_EQ(books.last<events::PaymentFailed>().after.failure, "settled_by_hand");
  EXPECT_EQ(books.payment(books.first).reference, "the provider said so");
  ASSERT_TRUE(books.pay(books.id));
  ASSERT_TRUE(books.settle(books.payment_of(books.id), succeeded));
  EXPECT_EQ(books.status_of(books.id), "paid");
  // The gateway had taken it after all: that is booked, and the customer's.
  ASSERT_TRUE(books.settle(books.first, succeeded));
  EXPECT_EQ(books.balance(Account::cash_clearing), 2000);
  EXPECT_EQ(books.credit_of(ada), 1000);
  EXPECT_EQ(books.payment(books.first).status, PaymentStatus::succeeded);
  EXPECT_EQ(faults_of(books), none);
}

TEST(SettlePaymentByHand, RefusesWhatIsNotUnknownAndWhatSaysNoReason) {
  Unknown books;
  const auto pending = books.payment_of(books.issued(ada, eur(500)));
  const auto settled = books.payment_of(books.issued(ada, eur(700)));
  ASSERT_TRUE(books.settle(settled, declined));
  const struct {
    billing::PaymentId payment;
    std::string reason;
    std::string_view code;
  } rows[] = {{pending, "x", "billing.payment_not_unknown"},
              {settled, "x", "billing.payment_not_unknown"},
              {id_of<billing::PaymentId>(99), "x", "billing.payment_not_found"},
              {books.first, "", "billing.reason_invalid"},
              {books.first, "a\nb", "billing.reason_invalid"},
              {books.first, std::string(201, 'x'), "billing.reason_invalid"}};
  const auto before = Record::of(books);
  for (const auto& row : rows) {
    for (const bool outcome : {true, false}) {
      EXPECT_EQ(code(books.settle_by_hand(row.payment, outcome, row.reason)), row.code);
    }
  }
  EXPECT_EQ(Record::of(books), before);
}

}  // namespace
