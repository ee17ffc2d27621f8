#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/books.hpp>

#include <billing/domain/entries.hpp>

namespace {

using namespace billing_test;
namespace entries = billing::entries;
using billing::Invoice;
using billing::InvoiceStatus;
using billing::LedgerEntry;
using billing::Money;
using billing::Payment;
using billing::RevenueSchedule;

const auto now = at("2026-03-05T23:59Z");
const auto invoice_id = id_of<billing::InvoiceId>(1);
const auto payment_id = id_of<billing::PaymentId>(2);

struct Amounts {
  std::int64_t total = 0;
  std::int64_t credit_applied = 0;
  std::int64_t paid = 0;
};
Invoice invoice_of(Amounts amounts, InvoiceStatus status = InvoiceStatus::open) {
  return Invoice{{.id = invoice_id,
                  .customer = ada,
                  .subscription = {},
                  .kind = {},
                  .status = status,
                  .currency = eur(0).currency,
                  .period = {},
                  .lines = {},
                  .total_minor = amounts.total,
                  .credit_applied_minor = amounts.credit_applied,
                  .amount_paid_minor = amounts.paid,
                  .finalize_at = {},
                  .number = {},
                  .bill_to = {},
                  .issued_at = {},
                  .due_at = {},
                  .paid_at = {},
                  .closed_at = {},
                  .payment = {},
                  .created_at = now,
                  .updated_at = now}};
}
Payment payment_of(std::int64_t amount_minor) {
  return Payment{{.id = payment_id,
                  .invoice = invoice_id,
                  .customer = ada,
                  .amount = eur(amount_minor),
                  .method = {},
                  .reference = {},
                  .failure = {},
                  .next_at = {},
                  .created_at = now,
                  .updated_at = now}};
}
RevenueSchedule schedule_of(std::int64_t recognized_minor) {
  return {.invoice = invoice_id,
          .amount = eur(1000),
          .period = {day("2026-03-01"), day("2026-04-01")},
          .recognized_minor = recognized_minor,
          .next_on = {}};
}

// "paid:pay_...: cash_clearing 100, receivable of ada -100"; "nothing" where there is no entry.
std::string text_of(const std::optional<LedgerEntry>& entry) {
  if (!entry) return "nothing";
  auto text = entry->kind;
  if (entry->reverses)
    text += " reverses " + entry->reverses->substr(0, entry->reverses->find(':'));
  for (const auto& [account, customer, amount] : entry->postings) {
    text += " | " + std::string{to_text(account)} + (customer == ada ? " of ada " : " ") +
            std::to_string(amount.amount_minor) + ' ' + amount.currency.code();
  }
  return text;
}

TEST(Entries, SayEachFactInDoubleEntry) {
  const auto given_up = invoice_of({1000, 100, 300}, InvoiceStatus::uncollectible);
  const std::vector<Money> sums{{3, billing::Currency::stored("chf")}, {5, eur(0).currency}};
  const struct {
    std::optional<LedgerEntry> entry;
    std::string text;
  } rows[] = {
      {entries::issued(invoice_of({1000, 100, 0}), now),
       "issued | receivable of ada 1000 eur | deferred_revenue -1000 eur"},
      {entries::credit_applied(invoice_of({1000, 100, 0}), now),
       "credit_applied | customer_credit of ada 100 eur | receivable of ada -100 eur"},
      {entries::paid(payment_of(900), invoice_of({1000, 100, 0}), 900, now),
       "paid | cash_clearing 900 eur | receivable of ada -900 eur"},
      {entries::paid(payment_of(950), invoice_of({1000, 100, 0}), 900, now),
       "paid | cash_clearing 950 eur | receivable of ada -900 eur | customer_credit of ada -50 "
       "eur"},
      {entries::paid(payment_of(950), invoice_of({1000, 100, 900}, InvoiceStatus::paid), 0, now),
       "paid | cash_clearing 950 eur | customer_credit of ada -950 eur"},
      {entries::paid(payment_of(700), given_up, 600, now),
       "paid | cash_clearing 700 eur | bad_debt -600 eur | customer_credit of ada -100 eur"},
      {entries::written_off(given_up, now),
       "written_off | bad_debt 600 eur | receivable of ada -600 eur"},
      {entries::reinstated(given_up, now),
       "reinstated | receivable of ada 600 eur | bad_debt -600 eur"},
      {entries::payments_returned(given_up, now),
       "payments_returned | receivable of ada 300 eur | customer_credit of ada -300 eur"},
      {entries::voided(invoice_of({1000, 100, 0}), now),
       "voided reverses issued | receivable of ada -1000 eur | deferred_revenue 1000 eur"},
      {entries::credit_returned(invoice_of({1000, 100, 0}), now),
       "credit_returned reverses credit_applied | customer_credit of ada -100 eur | "
       "receivable of ada 100 eur"},
      {entries::recognized(day("2026-03-05"), invoice_id, sums, now),
       "recognized | deferred_revenue 3 chf | revenue -3 chf | deferred_revenue 5 eur | "
       "revenue -5 eur"},
      {entries::unrecognized(schedule_of(40), now),
       "unrecognized | revenue 40 eur | deferred_revenue -40 eur"},
  };
  for (const auto& row : rows) EXPECT_EQ(text_of(row.entry), row.text);
}

TEST(Entries, AreNotMadeOfNothing) {
  const auto nothing = invoice_of({0, 0, 0});
  EXPECT_FALSE(entries::issued(nothing, now));
  EXPECT_FALSE(entries::credit_applied(nothing, now));
  EXPECT_FALSE(entries::paid(payment_of(0), nothing, 0, now));
  EXPECT_FALSE(entries::written_off(nothing, now));
  EXPECT_FALSE(entries::reinstated(nothing, now));
  EXPECT_FALSE(entries::payments_returned(nothing, now));
  EXPECT_FALSE(entries::voided(nothing, now));
  EXPECT_FALSE(entries::credit_returned(nothing, now));
  EXPECT_FALSE(entries::recognized(day("2026-03-05"), invoice_id, {}, now));
  EXPECT_FALSE(entries::unrecognized(schedule_of(0), now));
}

TEST(Entries, AreNamedForWhatTheyAreAbout) {
  const auto paid = entries::paid(payment_of(7), invoice_of({7, 0, 0}), 7, now);
  EXPECT_EQ(paid->id, "paid:" + payment_id.text());
  EXPECT_EQ(paid->source, payment_id.text());
  const std::vector<Money> sums{eur(5)};
  const auto earned = entries::recognized(day("2026-03-04"), invoice_id, sums, now);
  EXPECT_EQ(earned->id, "recognized:2026-03-04:" + invoice_id.text());
  EXPECT_EQ(earned->source, "2026-03-04");
  for (const auto& entry : {paid, earned, entries::voided(invoice_of({7, 0, 0}), now)}) {
    EXPECT_EQ(entry->effective_on, day("2026-03-05")) << entry->id;
    EXPECT_EQ(entry->recorded_at, now) << entry->id;
  }
  EXPECT_EQ(entries::voided(invoice_of({7, 0, 0}), now)->reverses, "issued:" + invoice_id.text());
}

RC_GTEST_PROP(Entries, BalanceWhateverTheAmounts, ()) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  const auto up_to = [](std::int64_t end) {
    return *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, end), rc::gen::just(end));
  };
  const auto total = up_to(most);
  const auto credit = up_to(total);
  const auto status = *rc::gen::element(InvoiceStatus::open, InvoiceStatus::uncollectible);
  const auto invoice = invoice_of({total, credit, 0}, status);
  const auto amount = up_to(most);
  const auto taken = std::min(amount, invoice.remaining_minor());
  const std::vector<Money> sums{eur(up_to(most)), {up_to(most), billing::Currency::stored("jpy")}};
  for (const auto& entry :
       {entries::issued(invoice, now), entries::credit_applied(invoice, now),
        entries::paid(payment_of(amount), invoice, taken, now), entries::written_off(invoice, now),
        entries::reinstated(invoice, now), entries::payments_returned(invoice, now),
        entries::voided(invoice, now), entries::credit_returned(invoice, now),
        entries::recognized(day("2026-03-05"), invoice_id, sums, now),
        entries::unrecognized(schedule_of(total), now)}) {
    if (entry) RC_ASSERT(entry->balanced());
  }
}

}  // namespace
