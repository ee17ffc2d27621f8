#include <string>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

namespace {

using namespace billing_test;
using billing::Account;
using billing::InvoiceId;
using enum billing::ChargeAnswer::Outcome;

const std::vector<std::string> none;

TEST(VoidInvoice, OfADraftLeavesNoTraceInTheBooks) {
  Books books;
  const auto id = books.draft(ada, eur(1000));
  books.news();
  ASSERT_TRUE(books.void_it(id, 1));
  EXPECT_EQ(books.news(), "invoice_voided");
  EXPECT_EQ(books.last<events::InvoiceVoided>().before.status, "draft");
  EXPECT_EQ(books.last<events::InvoiceVoided>().after.status, "void");
  EXPECT_TRUE(books.ledger.entries().empty());
  EXPECT_TRUE(books.number_series.rows().empty());
}

TEST(VoidInvoice, ReversesWhatWasBookedAndWhatWasRecognized) {
  Books books;
  const auto id = books.issued(ada, eur(3100));
  ASSERT_TRUE(books.advance_clock(at("2026-03-05T12:00Z")));
  ASSERT_TRUE(books.recognize({id}, at("2026-03-05T12:00Z")));
  EXPECT_EQ(books.balance(Account::revenue), -400);
  books.news();
  ASSERT_TRUE(books.void_it(id));
  EXPECT_EQ(books.news(), "invoice_voided");
  ASSERT_TRUE(books.entry("voided:" + id.text()));
  EXPECT_EQ(books.entry("voided:" + id.text())->reverses, "issued:" + id.text());
  EXPECT_EQ(books.entry("voided:" + id.text())->effective_on, day("2026-03-05"));
  for (const auto account : {Account::receivable, Account::deferred_revenue, Account::revenue}) {
    EXPECT_EQ(books.balance(account), 0) << to_text(account);
  }
  EXPECT_TRUE(books.schedules.rows().empty());
  EXPECT_EQ(books.invoice(id).number, "INV-2026-000001");
  EXPECT_EQ(faults_of(books), none);
}

TEST(VoidInvoice, RefusesWhatCannotBeVoided) {
  Books books;
  books.customer(ada, "tok_1");
  const auto charged = books.issued(ada, eur(1000));
  books.customer(ada, "");
  const auto part_paid = books.issued(ada, eur(1000));
  const auto paid = books.issued(ada, eur(1000));
  const auto voided = books.issued(ada, eur(1000));
  const auto given_up = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.record(part_paid, 1) && books.record(paid, 1000));
  ASSERT_TRUE(books.void_it(voided) && books.give_up(given_up));
  const struct {
    InvoiceId invoice;
    std::string_view code;
  } rows[] = {{id_of<InvoiceId>(99), "billing.invoice_not_found"},
              {charged, "billing.payment_in_progress"},
              {part_paid, "billing.invoice_has_payments"},
              {paid, "billing.invoice_not_open"},
              {voided, "billing.invoice_not_open"},
              {given_up, "billing.invoice_not_open"}};
  const auto before = Record::of(books);
  for (const auto& row : rows) EXPECT_EQ(code(books.void_it(row.invoice)), row.code);
  EXPECT_EQ(code(books.void_it(part_paid, 9)), "billing.version_mismatch");
  EXPECT_EQ(Record::of(books), before);
}

TEST(VoidInvoice, RefusesCreditThatWouldOverflow) {
  Books books;
  books.credits.put({{ada, "eur"}, 500});
  const auto id = books.issued(ada, eur(1000));
  books.credits.put({{ada, "eur"}, std::numeric_limits<std::int64_t>::max() - 499});
  const auto before = Record::of(books);
  EXPECT_EQ(code(books.void_it(id)), "billing.amount_overflow");
  EXPECT_EQ(Record::of(books), before);
}

TEST(GiveUpInvoice, MakesWhatRemainsBadDebtAndGoesOnEarning) {
  Books books;
  const auto id = books.issued(ada, eur(3100));
  ASSERT_TRUE(books.record(id, 100));
  books.news();
  ASSERT_TRUE(books.give_up(id));
  EXPECT_EQ(books.news(), "invoice_uncollectible");
  EXPECT_EQ(books.last<events::InvoiceUncollectible>().after.status, "uncollectible");
  EXPECT_EQ(books.balance(Account::bad_debt), 3000);
  EXPECT_EQ(books.balance(Account::receivable), 0);
  ASSERT_TRUE(books.advance_clock(at("2026-04-02T00:00Z")));
  ASSERT_TRUE(books.recognize({id}, at("2026-04-02T00:00Z")));
  EXPECT_EQ(books.balance(Account::revenue), -3100);
  EXPECT_EQ(faults_of(books), none);
}

TEST(GiveUpInvoice, RefusesWhatIsNotOpen) {
  Books books;
  books.customer(ada, "tok_1");
  const auto charged = books.issued(ada, eur(1000));
  const auto draft = books.draft(ada, eur(1000));
  books.customer(ada, "");
  const auto given_up = books.issued(ada, eur(1000));
  ASSERT_TRUE(books.give_up(given_up));
  const auto before = Record::of(books);
  EXPECT_EQ(code(books.give_up(id_of<InvoiceId>(99))), "billing.invoice_not_found");
  EXPECT_EQ(code(books.give_up(charged)), "billing.payment_in_progress");
  EXPECT_EQ(code(books.give_up(draft)), "billing.invoice_not_open");
  EXPECT_EQ(code(books.give_up(given_up)), "billing.invoice_not_open");
  EXPECT_EQ(code(books.give_up(given_up, 1)), "billing.version_mismatch");
  EXPECT_EQ(Record::of(books), before);
}

TEST(RecognizeRevenue, EarnsEachDayOnceAndAllByTheEnd) {
  Books books;
  const auto id = books.issued(ada, eur(1000));  // over the 31 days of March
  books.news();
  const auto now = at("2026-04-01T00:30Z");
  ASSERT_TRUE(books.advance_clock(now));
  books.news();
  ASSERT_TRUE(books.recognize({id}, at("2026-03-02T23:59Z")));
  EXPECT_EQ(books.news(), "revenue_recognized");
  const auto& said = books.last<events::RevenueRecognized>().after;
  EXPECT_EQ(said.id, "recognized:2026-03-02:" + id.text());
  EXPECT_EQ(said.day, "2026-03-02");
  EXPECT_EQ(said.invoices, 1);
  EXPECT_EQ(said.amounts, (std::vector<events::CurrencyAmount>{{"eur", 32}}));
  EXPECT_EQ(books.entry(said.id)->effective_on, day("2026-04-01"));

  ASSERT_TRUE(books.recognize({id}, at("2026-03-02T23:59Z")));
  EXPECT_EQ(books.news(), "");
  ASSERT_TRUE(books.recognize({id}, now));
  EXPECT_EQ(books.balance(Account::revenue), -1000);
  EXPECT_EQ(books.balance(Account::deferred_revenue), 0);
  EXPECT_FALSE(books.schedules.rows().at(id).next_on);
  EXPECT_EQ(faults_of(books), none);
}

TEST(RecognizeRevenue, IsOneEntryOfManyInvoicesAndCurrencies) {
  Books books;
  const auto free = books.issued(ada, eur(0));
  const auto small = books.issued(ada, {1, billing::Currency::stored("jpy")});
  const auto a = books.issued(ada, eur(3100));
  const auto b = books.issued(bob, eur(6200));
  const auto c = books.issued(bob, {310, billing::Currency::stored("chf")});
  ASSERT_TRUE(books.advance_clock(at("2026-03-02T00:00Z")));
  books.news();
  const auto entries = books.ledger.entries().size();
  ASSERT_TRUE(books.recognize({free, small, a, b, c, a}, at("2026-03-02T00:00Z")));
  EXPECT_EQ(books.ledger.entries().size(), entries + 1);
  const auto& said = books.last<events::RevenueRecognized>().after;
  EXPECT_EQ(said.id, "recognized:2026-03-02:" + a.text());
  EXPECT_EQ(said.invoices, 3);
  EXPECT_EQ(said.amounts, (std::vector<events::CurrencyAmount>{{"chf", 10}, {"eur", 300}}));
  EXPECT_EQ(faults_of(books), none);
}

TEST(RecognizeRevenue, OfLessThanAMinorUnitGoesOnWithoutAnEntry) {
  Books books;
  const auto id = books.issued(ada, eur(1));
  ASSERT_TRUE(books.advance_clock(at("2026-03-20T00:00Z")));
  books.news();
  const auto entries = books.ledger.entries().size();
  ASSERT_TRUE(books.recognize({id}, at("2026-03-20T00:00Z")));
  EXPECT_EQ(books.news(), "");
  EXPECT_EQ(books.ledger.entries().size(), entries);
  EXPECT_EQ(books.schedules.rows().at(id).next_on, day("2026-03-20"));
}

TEST(RecognizeRevenue, DoesNotEarnWhatHasNotComeYet) {
  Books books;
  const auto id = books.issued(ada, eur(3100));
  ASSERT_TRUE(books.recognize({id}, at("2026-03-20T00:00Z")));
  EXPECT_EQ(books.balance(Account::revenue), 0);
  ASSERT_TRUE(books.advance_clock(at("2026-03-03T00:00Z")));
  ASSERT_TRUE(books.recognize({id}, at("2026-03-20T00:00Z")));
  EXPECT_EQ(books.balance(Account::revenue), -200);
}

TEST(RecognizeRevenue, RefusesSumsThatOverflow) {
  Books books;
  const auto most = std::numeric_limits<std::int64_t>::max();
  const auto a = books.issued(ada, eur(most));
  const auto b = books.issued(bob, eur(most));
  ASSERT_TRUE(books.advance_clock(at("2026-04-02T00:00Z")));
  const auto before = Record::of(books);
  EXPECT_EQ(code(books.recognize({a, b}, at("2026-04-02T00:00Z"))), "billing.amount_overflow");
  EXPECT_EQ(Record::of(books), before);
  EXPECT_EQ(code(books.recognize({a}, at("2026-04-02T00:00Z"))), "done");
}

}  // namespace
