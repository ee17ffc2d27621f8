#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

// What a subscription's state is where its invoices are not paid, or not to be paid any more.
namespace {

using namespace billing_test;
using billing::PaymentStatus;
using billing::SubscriptionStatus;
using enum billing::ChargeAnswer::Outcome;

const std::vector<std::string> none;
const auto renewal = id_of<billing::InvoiceId>(2);

// Ada's first period is paid for, and the second one's invoice is issued.
struct Renewed : Books {
  explicit Renewed(const std::string& payment_method = "tok_1") {
    sell();
    customer(ada, "tok_1");
    EXPECT_TRUE(subscribe("2026-03-01T12:00Z"));
    EXPECT_TRUE(Module::settle(1, succeeded, "2026-03-01T12:01Z"));
    customer(ada, payment_method);
    wall = at("2026-04-01T12:00Z");
    news();
    EXPECT_TRUE(advance("2026-04-01T12:00Z", 2));
  }
  void decline() {
    ASSERT_TRUE(Module::settle(2, declined, "2026-04-01T12:01Z"));
    ASSERT_EQ(sub().status, SubscriptionStatus::past_due);
    news();
  }
};

TEST(Collection, AVoidInvoiceEndsThePastDueOfItsSubscription) {
  Renewed books;
  books.decline();
  ASSERT_TRUE(books.void_it(renewal));
  EXPECT_EQ(books.news(), "subscription_activated invoice_voided");
  EXPECT_EQ(books.sub().status, SubscriptionStatus::active);
  EXPECT_EQ(faults_of(books), none);
}

TEST(Collection, AnInvoiceThatIsGivenUpEndsThePastDueOfItsSubscription) {
  Renewed books;
  books.decline();
  ASSERT_TRUE(books.give_up(renewal));
  EXPECT_EQ(books.news(), "subscription_activated invoice_uncollectible");
  EXPECT_EQ(books.sub().status, SubscriptionStatus::active);
  EXPECT_EQ(faults_of(books), none);
}

TEST(Collection, OnlyTheLatestInvoiceEndsIt) {
  Renewed books;
  books.decline();
  ASSERT_TRUE(books.advance("2026-05-01T12:00Z", 3));
  ASSERT_TRUE(books.Module::settle(3, declined, "2026-05-01T12:01Z"));
  ASSERT_TRUE(books.void_it(renewal));
  EXPECT_EQ(books.sub().status, SubscriptionStatus::past_due);
  ASSERT_TRUE(books.give_up(id_of<billing::InvoiceId>(3)));
  EXPECT_EQ(books.sub().status, SubscriptionStatus::active);
}

// A draft was asked of nobody: what made it past due is another invoice.
TEST(Collection, AVoidDraftEndsNothing) {
  Renewed books;
  books.decline();
  ASSERT_TRUE(books.advance("2026-05-01T00:00Z", 3));
  ASSERT_EQ(books.status_of(id_of<billing::InvoiceId>(3)), "draft");
  ASSERT_TRUE(books.void_it(id_of<billing::InvoiceId>(3)));
  EXPECT_EQ(books.sub().status, SubscriptionStatus::past_due);
}

TEST(Collection, AFirstInvoiceThatIsVoidOrGivenUpOpensNothing) {
  for (const bool voids : {false, true}) {
    Books books;
    books.sell();
    books.customer(ada, "");
    ASSERT_TRUE(books.subscribe("2026-03-01T12:00Z"));
    const auto first = id_of<billing::InvoiceId>(1);
    ASSERT_TRUE(voids ? books.void_it(first) : books.give_up(first));
    EXPECT_EQ(books.sub().status, SubscriptionStatus::incomplete);
  }
}

TEST(Collection, ARenewalThatNobodyCanBeAskedForIsAFailedAttempt) {
  Renewed books{""};
  EXPECT_EQ(books.news(), "payment_started invoice_finalized subscription_renewed");
  const auto payment = books.payment(books.payment_of(renewal));
  EXPECT_EQ(payment.method, "") << "the collector declines it: there is nobody to ask";
  EXPECT_EQ(payment.amount, eur(2'000));
  EXPECT_EQ(books.invoice(renewal).attempts, 1);
  books.decline();
  EXPECT_EQ(books.payment(payment.id).status, PaymentStatus::failed);

  // It is paid another way.
  ASSERT_TRUE(books.record(renewal, 2'000));
  EXPECT_EQ(books.sub().status, SubscriptionStatus::active);
  EXPECT_EQ(faults_of(books), none);
}

TEST(Collection, AFirstInvoiceThatNobodyCanBeAskedForWaitsForMoneyThatComesAnotherWay) {
  Books books;
  books.sell();
  books.customer(ada, "");
  books.news();
  ASSERT_TRUE(books.subscribe("2026-03-01T12:00Z"));
  EXPECT_EQ(books.news(), "invoice_finalized subscription_created");
  EXPECT_TRUE(books.payments.rows().empty());
  EXPECT_EQ(books.sub().status, SubscriptionStatus::incomplete);
}

}  // namespace
