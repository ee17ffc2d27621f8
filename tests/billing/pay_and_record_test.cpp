#include <string>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

namespace {

using namespace billing_test;
using billing::Account;
using billing::SubscriptionStatus;
using enum billing::ChargeAnswer::Outcome;

const std::vector<std::string> none;

TEST(PayInvoice, StartsAPaymentOfWhatRemains) {
  Books books;
  books.customer(ada, "");
  const auto id = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.record(id, 400));
  books.customer(ada, "tok_2");
  books.news();
  ASSERT_TRUE(books.pay(id));
  EXPECT_EQ(books.news(), "invoice_updated payment_started");
  const auto& said = books.last<events::PaymentStarted>().after;
  EXPECT_EQ(said.amount_minor, 600);
  EXPECT_EQ(said.invoice_id, id.text());
  EXPECT_EQ(said.version, 1);
  EXPECT_EQ(books.invoice(id).attempts, 1);
  EXPECT_EQ(books.payment(books.payment_of(id)).method, "tok_2");
  EXPECT_EQ(books.payment(books.payment_of(id)).next_at, books.wall);
  EXPECT_EQ(faults_of(books), none);
}

TEST(RecordPayment, IsToldOfOnceUnderItsReference) {
  Books books;
  const auto id = books.issued(ada, eur(1000));
  const auto other = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.record(id, 400, "SEPA 7"));
  const auto first = books.last<events::PaymentSucceeded>().after.id;
  const auto before = Record::of(books);
  for (const auto amount : {400, 600}) {
    const auto again = books.record(id, amount, "SEPA 7");
    ASSERT_EQ(code(again), "billing.reference_used");
    EXPECT_NE(again.error().detail.find(first), std::string::npos);
  }
  EXPECT_EQ(Record::of(books), before);
  EXPECT_TRUE(books.record(id, 600, "SEPA 8"));
  EXPECT_EQ(code(books.record(id, 600, "SEPA 8")), "billing.reference_used");  // of one paid, too
  EXPECT_TRUE(books.record(other, 400, "SEPA 7"));
  EXPECT_EQ(faults_of(books), none);
}

TEST(PayInvoice, RefusesWhatCannotBePaidNow) {
  Books books;
  books.customer(ada, "tok_1");
  const auto draft = books.draft(ada, eur(1000));
  const auto charged = books.issued(ada, eur(1000));
  const auto gone = books.issued(bob, eur(1000));  // without a profile
  books.customer(ada, "");
  const auto unset = books.issued(ada, eur(1000));
  const auto voided = books.issued(ada, eur(1000));
  const auto given_up = books.issued(ada, eur(1000));
  const auto paid = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.void_it(voided) && books.give_up(given_up) && books.record(paid, 1000));
  const struct {
    billing::InvoiceId invoice;
    std::string_view code;
  } rows[] = {{id_of<billing::InvoiceId>(99), "billing.invoice_not_found"},
              {draft, "billing.invoice_not_open"},
              {voided, "billing.invoice_not_open"},
              {given_up, "billing.invoice_not_open"},
              {paid, "billing.invoice_not_open"},
              {charged, "billing.payment_in_progress"},
              {unset, "billing.no_payment_method"},
              {gone, "billing.no_payment_method"}};
  const auto before = Record::of(books);
  for (const auto& row : rows) EXPECT_EQ(code(books.pay(row.invoice)), row.code);
  EXPECT_EQ(Record::of(books), before);
}

TEST(RecordPayment, PaysInPartsAndOpensTheSubscriptionWithTheLast) {
  Books books;
  const auto id = books.issued(ada, eur(1000), SubscriptionStatus::incomplete);
  ASSERT_TRUE(books.record(id, 400, "SEPA 7"));
  EXPECT_EQ(books.news(), "invoice_updated payment_succeeded");
  const auto& said = books.last<events::PaymentSucceeded>();
  EXPECT_FALSE(said.before);
  EXPECT_EQ(said.after.version, 1);
  EXPECT_EQ(said.after.kind, "external");
  EXPECT_EQ(said.after.status, "succeeded");
  EXPECT_EQ(books.payment(*billing::PaymentId::parse(said.after.id)).reference, "SEPA 7");
  EXPECT_EQ(books.invoices.rows().at(id).remaining_minor(), 600);
  EXPECT_EQ(books.subscription_status(id), "incomplete");

  ASSERT_TRUE(books.record(id, 600));
  EXPECT_EQ(books.news(), "invoice_paid subscription_activated payment_succeeded");
  EXPECT_EQ(books.subscription_status(id), "active");
  EXPECT_EQ(books.credit_of(ada), 0);
  EXPECT_EQ(faults_of(books), none);
}

TEST(RecordPayment, TakesMoneyForWhatWasGivenUp) {
  Books books;
  const auto id = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.give_up(id));
  ASSERT_TRUE(books.record(id, 400));
  EXPECT_EQ(books.status_of(id), "uncollectible");
  EXPECT_EQ(books.balance(Account::bad_debt), 600);
  ASSERT_TRUE(books.record(id, 700));
  EXPECT_EQ(books.status_of(id), "paid");
  EXPECT_EQ(books.balance(Account::bad_debt), 0);
  EXPECT_EQ(books.credit_of(ada), 100);
  EXPECT_EQ(faults_of(books), none);
}

TEST(RecordPayment, RefusesWhatItCannotBook) {
  Books books;
  books.customer(ada, "tok_1");
  const auto charged = books.issued(ada, eur(1000));
  books.customer(ada, "");
  const auto open = books.issued(ada, eur(1000));
  const auto draft = books.draft(ada, eur(1000));
  const auto paid = books.issued(ada, eur(1000));
  const auto voided = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.record(paid, 1000) && books.void_it(voided));
  constexpr std::int64_t most = 1'000'000'000'000'000;
  const struct {
    billing::InvoiceId invoice;
    std::int64_t amount_minor;
    std::string reference;
    std::string_view code;
  } rows[] = {{id_of<billing::InvoiceId>(99), 1, "x", "billing.invoice_not_found"},
              {draft, 1, "x", "billing.invoice_not_open"},
              {paid, 1, "x", "billing.invoice_not_open"},
              {voided, 1, "x", "billing.invoice_not_open"},
              {charged, 1, "x", "billing.payment_in_progress"},
              {open, 0, "x", "billing.amount_out_of_range"},
              {open, -1, "x", "billing.amount_out_of_range"},
              {open, most + 1, "x", "billing.amount_out_of_range"},
              {open, 1, "", "billing.reference_invalid"},
              {open, 1, "a\nb", "billing.reference_invalid"},
              {open, 1, std::string(201, 'x'), "billing.reference_invalid"}};
  auto before = Record::of(books);
  for (const auto& row : rows) {
    EXPECT_EQ(code(books.record(row.invoice, row.amount_minor, row.reference)), row.code);
  }
  EXPECT_EQ(Record::of(books), before);

  books.credits.put({{ada, "eur"}, std::numeric_limits<std::int64_t>::max() - most});
  before = Record::of(books);
  EXPECT_EQ(code(books.record(open, most, "x")), "done");
  ASSERT_TRUE(books.give_up(books.issued(bob, eur(1))));
  books.credits.put({{ada, "eur"}, std::numeric_limits<std::int64_t>::max()});
  const auto next = books.issued(bob, eur(1));
  books.credits.put({{bob, "eur"}, std::numeric_limits<std::int64_t>::max()});
  before = Record::of(books);
  EXPECT_EQ(code(books.record(next, 2)), "billing.amount_overflow");
  EXPECT_EQ(Record::of(books), before);
}

// The way of one overpayment: it becomes credit, the next invoice takes it, and gives it back when
// it is voided.
TEST(Credit, GoesFromAnOverpaymentToTheNextInvoiceAndBackWhenThatIsVoided) {
  Books books;
  const auto first = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.record(first, 1300));
  EXPECT_EQ(books.status_of(first), "paid");
  EXPECT_EQ(books.credit_of(ada), 300);
  EXPECT_EQ(faults_of(books), none);

  const auto second = books.issued(ada, eur(1000));
  EXPECT_EQ(books.invoice(second).credit_applied_minor, 300);
  EXPECT_EQ(books.credit_of(ada), 0);
  EXPECT_EQ(books.balance(Account::receivable), 700);
  EXPECT_EQ(faults_of(books), none);

  ASSERT_TRUE(books.void_it(second));
  EXPECT_EQ(books.credit_of(ada), 300);
  EXPECT_EQ(books.balance(Account::receivable), 0);
  EXPECT_EQ(books.balance(Account::customer_credit), -300);
  ASSERT_TRUE(books.entry("credit_returned:" + second.text()));
  EXPECT_EQ(books.entry("credit_returned:" + second.text())->reverses,
            "credit_applied:" + second.text());
  EXPECT_EQ(faults_of(books), none);
}

}  // namespace
