#include <string>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

#include <billing/application/issuing.hpp>

namespace {

using namespace billing_test;
using billing::Account;
using billing::SubscriptionStatus;
using enum billing::ChargeAnswer::Outcome;

TEST(FinalizeInvoice, GivesItsNumberFreezesItsAddressAndBooksIt) {
  Books books;
  books.customer(ada, "");
  const auto id = books.draft(ada, eur(1000));
  books.news();
  ASSERT_TRUE(books.finalize(id, 1));
  EXPECT_EQ(books.news(), "invoice_finalized");
  const auto& said = books.last<events::InvoiceFinalized>();
  EXPECT_EQ(said.after.number, "INV-2026-000001");
  EXPECT_EQ(said.after.version, 2);
  EXPECT_EQ(said.before->status, "draft");

  const auto& is = books.invoice(id);
  EXPECT_EQ(is.bill_to->name, "Ada Lovelace");
  EXPECT_EQ(is.bill_to->email, "ada@example.com");
  EXPECT_EQ(is.bill_to->address->city, "Bonn");
  EXPECT_EQ(is.bill_to->tax_id, "DE1");
  EXPECT_EQ(is.due_at, at("2026-03-15T12:00Z"));
  EXPECT_EQ(books.balance(Account::receivable), 1000);
  EXPECT_EQ(books.balance(Account::deferred_revenue), -1000);
  const auto& schedule = books.schedules.rows().at(id);
  EXPECT_EQ(schedule.amount, eur(1000));
  EXPECT_EQ(schedule.next_on, day("2026-03-01"));
  EXPECT_EQ(schedule.recognized_minor, 0);
  EXPECT_EQ(faults_of(books), std::vector<std::string>{});
}

TEST(FinalizeInvoice, StartsThePaymentOfWhatRemains) {
  Books books;
  books.customer(ada, "tok_1");
  books.credits.put({{ada, "eur"}, 300});
  const auto id = books.draft(ada, eur(1000));
  books.news();
  ASSERT_TRUE(books.finalize(id));
  EXPECT_EQ(books.news(), "payment_started invoice_finalized");
  const auto& said = books.last<events::InvoiceFinalized>().after;
  EXPECT_EQ(said.version, 2);
  EXPECT_EQ(said.attempts, 1);
  EXPECT_EQ(said.credit_applied_minor, 300);
  const auto& payment = books.payment(*billing::PaymentId::parse(*said.payment_id));
  EXPECT_EQ(payment.amount, eur(700));
  EXPECT_EQ(payment.method, "tok_1");
  EXPECT_EQ(payment.kind, "card");
  EXPECT_EQ(payment.status, billing::PaymentStatus::pending);
  EXPECT_EQ(payment.next_at, books.wall);
  EXPECT_EQ(books.credit_of(ada), 0);
}

TEST(FinalizeInvoice, IsPaidAtOnceWhereCreditCoversIt) {
  Books books;
  books.customer(ada, "tok_1");
  books.credits.put({{ada, "eur"}, 1500});
  const auto id = books.draft(ada, eur(1000), SubscriptionStatus::past_due);
  books.news();
  ASSERT_TRUE(books.finalize(id));
  EXPECT_EQ(books.news(), "subscription_activated invoice_finalized invoice_paid");
  const auto& said = books.last<events::InvoicePaid>();
  EXPECT_EQ(said.before.status, "open");
  EXPECT_EQ(said.before.version, 2);
  EXPECT_EQ(said.after.version, 3);
  EXPECT_EQ(said.after.amount_remaining_minor, 0);
  EXPECT_EQ(said.after.paid_at, books.wall);
  EXPECT_EQ(books.status_of(id), "paid");
  EXPECT_EQ(books.subscription_status(id), "active");
  EXPECT_EQ(books.credit_of(ada), 500);
  EXPECT_TRUE(books.payments.rows().empty());
}

// Renewed so late that its invoice is issued in the same commit.
TEST(Credit, ThatCoversARenewalEndsItsBeingPastDue) {
  Books books;
  books.sell();
  books.customer(ada, "tok_1");
  ASSERT_TRUE(books.subscribe("2026-03-01T12:00Z"));
  ASSERT_TRUE(books.settle(1, succeeded, "2026-03-01T12:01Z"));
  ASSERT_TRUE(books.advance("2026-04-02T12:00Z", 2));
  ASSERT_TRUE(books.settle(2, declined, "2026-04-02T12:01Z"));
  EXPECT_EQ(books.subscription_status(id_of<billing::InvoiceId>(2)), "past_due");
  books.credits.put({{ada, "eur"}, 2000});
  books.news();
  ASSERT_TRUE(books.advance("2026-05-02T12:00Z", 3));
  EXPECT_EQ(books.news(),
            "invoice_finalized invoice_paid subscription_renewed subscription_activated");
  EXPECT_EQ(books.subscription_status(id_of<billing::InvoiceId>(3)), "active");
}

TEST(FinalizeInvoice, TakesTheCreditOfItsOwnCustomerAndCurrencyAlone) {
  Books books;
  books.credits.put({{bob, "eur"}, 1500});
  books.credits.put({{ada, "usd"}, 1500});
  const auto id = books.draft(ada, eur(1000));
  ASSERT_TRUE(books.finalize(id));
  EXPECT_EQ(books.invoice(id).credit_applied_minor, 0);
  EXPECT_EQ(books.credit_of(bob), 1500);
  EXPECT_EQ(books.credit_of(ada, "usd"), 1500);
}

TEST(FinalizeInvoice, OfNothingHasItsNumberAndNoEntry) {
  Books books;
  books.customer(ada, "tok_1");
  const auto id = books.draft(ada, eur(0));
  books.news();
  ASSERT_TRUE(books.finalize(id));
  EXPECT_EQ(books.news(), "invoice_finalized invoice_paid");
  EXPECT_EQ(books.invoice(id).number, "INV-2026-000001");
  EXPECT_TRUE(books.ledger.entries().empty());
  EXPECT_TRUE(books.schedules.rows().empty());
  EXPECT_EQ(faults_of(books), std::vector<std::string>{});
}

TEST(FinalizeInvoice, IsAddressedToWhomTheCustomerIsNow) {
  Books books;
  books.customer(ada, "");
  auto nameless = books.users.rows().at(ada);
  nameless.display_name.clear();
  books.users.put(nameless);
  const auto by_email = books.issued(ada, eur(1000));
  EXPECT_EQ(books.invoice(by_email).bill_to->name, "ada@example.com");

  books.users.remove(ada);
  books.profiles.remove(ada);
  const auto deleted = books.issued(ada, eur(1000));
  EXPECT_EQ(books.invoice(deleted).bill_to, billing::BillTo{});
  EXPECT_EQ(books.invoice(by_email).bill_to->name, "ada@example.com");
}

TEST(FinalizeInvoice, NumbersWithoutAGapPerYearOfTheBooks) {
  Books books;
  EXPECT_EQ(books.invoice(books.issued(ada, eur(1))).number, "INV-2026-000001");
  EXPECT_EQ(books.invoice(books.issued(bob, eur(1))).number, "INV-2026-000002");
  ASSERT_TRUE(books.advance_clock(at("2027-01-01T00:00Z")));
  EXPECT_EQ(books.invoice(books.issued(ada, eur(1))).number, "INV-2027-000001");
  books.number_series.put({"INV-2027", 999'999});
  EXPECT_EQ(books.invoice(books.issued(ada, eur(1))).number, "INV-2027-999999");
  EXPECT_EQ(books.invoice(books.issued(ada, eur(1))).number, "INV-2027-1000000");
}

TEST(FinalizeInvoice, RefusesWithoutTakingANumber) {
  Books books;
  books.customer(ada, "tok_1");
  const auto draft = books.draft(ada, eur(1000));
  const auto open = books.issued(ada, eur(1000), SubscriptionStatus::past_due);
  books.credits.put({{ada, "eur"}, 1000});  // would pay it, were it a draft
  const auto before = Record::of(books);
  EXPECT_EQ(code(books.finalize(id_of<billing::InvoiceId>(99))), "billing.invoice_not_found");
  EXPECT_EQ(code(books.finalize(draft, 7)), "billing.version_mismatch");
  EXPECT_EQ(code(books.finalize(open)), "billing.invoice_not_draft");
  EXPECT_EQ(Record::of(books), before);
  EXPECT_EQ(books.number_series.rows().at("INV-2026").next, 2);
}

TEST(Issuing, OfAnInvoiceThatNeverWasADraftIsItsFirstVersion) {
  Books books;
  books.customer(ada, "tok_1");
  const auto on_record = books.draft(ada, eur(1000));
  const auto draft = books.invoices.rows().at(on_record);
  books.invoices.remove(on_record);
  const billing::Issuing issuing{books.ports(), books.rules};
  for (int round = 0; round < Books::rounds; ++round) {
    issuing.want(ada, eur(0).currency, on_record, books.wall);
  }
  const auto payment = books.next<billing::PaymentId>();
  const auto issued = issuing.issue(draft, false, payment, books.wall);
  ASSERT_TRUE(issued);
  EXPECT_EQ(issued->fields().version, 1);
  EXPECT_EQ(issued->fields().payment, payment);
  EXPECT_EQ(books.invoices.rows().at(on_record), *issued);
  EXPECT_FALSE(books.last<events::InvoiceFinalized>().before);
  EXPECT_EQ(books.last<events::InvoiceFinalized>().after.version, 1);
}

}  // namespace
