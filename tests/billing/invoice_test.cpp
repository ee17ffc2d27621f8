#include <billing/domain/invoice.hpp>

#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/domain_samples.hpp>

namespace {

using namespace std::chrono_literals;

using billing::Invoice;
using billing::InvoiceLine;
using billing::InvoiceStatus;
using billing::PaymentId;
using billing_samples::day;
using billing_samples::noon;
using billing_samples::uuid;

const PaymentId first{uuid(21)};
const PaymentId second{uuid(22)};

InvoiceLine line(std::int64_t quantity, std::int64_t unit_amount_minor) {
  return {.description = "Team plan",
          .price = std::nullopt,
          .quantity = quantity,
          .unit_amount_minor = unit_amount_minor,
          .amount_minor = 0,
          .period = {day(2026, 3, 1), day(2026, 4, 1)}};
}

Invoice::Fields fields_of(std::vector<InvoiceLine> lines) {
  return {.id = {uuid(2)},
          .customer = billing_samples::ada,
          .subscription = std::nullopt,
          .kind = "subscription_cycle",
          .currency = billing_samples::currency("eur"),
          .period = {day(2026, 3, 1), day(2026, 4, 1)},
          .lines = std::move(lines),
          .finalize_at = noon + 1h,
          .number = {},
          .bill_to = {},
          .issued_at = {},
          .due_at = {},
          .paid_at = {},
          .closed_at = {},
          .payment = {},
          .created_at = noon,
          .updated_at = noon};
}

Invoice draft_of(std::int64_t total_minor) {
  return *Invoice::draft(fields_of({line(1, total_minor)}));
}

Invoice::Issue issue_with(std::int64_t credit_minor) {
  return {.number = "INV-2026-000001",
          .bill_to = {.name = "Ada", .email = "ada@example.com", .address = {}, .tax_id = {}},
          .credit_applied_minor = credit_minor,
          .due_at = noon + 24h};
}

Invoice open_of(std::int64_t total_minor, std::int64_t credit_minor = 0) {
  auto invoice = draft_of(total_minor);
  EXPECT_TRUE(invoice.finalize(issue_with(credit_minor), noon + 1h));
  return invoice;
}

std::string_view verdict(const shared::Done& done) { return done ? "done" : done.error().code; }

TEST(Invoice, IsDraftedWithTheSumOfItsLines) {
  const auto invoice = Invoice::draft(fields_of({line(3, 500), line(1, 99), line(2, 0)}));
  ASSERT_TRUE(invoice);
  const auto& is = invoice->fields();
  EXPECT_EQ(is.status, InvoiceStatus::draft);
  EXPECT_EQ(is.version, 1);
  EXPECT_EQ(is.total_minor, 1599);
  EXPECT_EQ(is.lines[0].amount_minor, 1500);
  EXPECT_EQ(invoice->remaining_minor(), 1599);
  EXPECT_FALSE(invoice->overdue(noon + 9999h));
}

TEST(Invoice, IsNotDraftedBeyondTheRangeOfAnAmount) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  for (const auto& lines : {std::vector{line(2, most)}, std::vector{line(1, most), line(1, 1)}}) {
    EXPECT_EQ(Invoice::draft(fields_of(lines)).error().code, "billing.amount_overflow");
  }
}

TEST(Invoice, IsIssuedOnceAndFrozen) {
  auto invoice = draft_of(1000);
  ASSERT_TRUE(invoice.finalize(issue_with(300), noon + 1h));
  const auto& is = invoice.fields();
  EXPECT_EQ(is.status, InvoiceStatus::open);
  EXPECT_EQ(is.version, 2);
  EXPECT_EQ(is.number, "INV-2026-000001");
  EXPECT_EQ(is.bill_to->name, "Ada");
  EXPECT_EQ(is.issued_at, noon + 1h);
  EXPECT_EQ(is.updated_at, noon + 1h);
  EXPECT_EQ(is.due_at, noon + 24h);
  EXPECT_FALSE(is.finalize_at);
  EXPECT_EQ(invoice.remaining_minor(), 700);
  EXPECT_EQ(verdict(invoice.finalize(issue_with(0), noon)), "billing.invoice_not_draft");
}

TEST(Invoice, IsOverdueOnlyWhileItIsOpen) {
  auto invoice = open_of(1000);
  EXPECT_FALSE(invoice.overdue(noon + 24h));
  EXPECT_TRUE(invoice.overdue(noon + 24h + 1ms));
  invoice.take_money(std::nullopt, 1000, noon + 48h);
  EXPECT_FALSE(invoice.overdue(noon + 72h));
}

TEST(Invoice, IsPaidByASecondStepWhereThereIsNothingToPay) {
  for (auto invoice : {open_of(0), open_of(1000, 1000)}) {
    EXPECT_EQ(invoice.fields().status, InvoiceStatus::open);
    EXPECT_EQ(invoice.take_money(std::nullopt, 0, noon + 2h), 0);
    EXPECT_EQ(invoice.fields().status, InvoiceStatus::paid);
    EXPECT_EQ(invoice.fields().paid_at, noon + 2h);
    EXPECT_EQ(invoice.fields().version, 3);
  }
  auto owing = open_of(1);
  const auto before = owing;
  EXPECT_EQ(owing.take_money(std::nullopt, 0, noon), 0);
  EXPECT_EQ(owing, before);
}

TEST(Invoice, HasOnePaymentUnderWayAtATime) {
  auto draft = draft_of(1000);
  EXPECT_EQ(verdict(draft.start_payment(first, noon)), "billing.invoice_not_open");
  auto invoice = open_of(1000);
  EXPECT_EQ(verdict(invoice.start_payment(first, noon)), "done");
  EXPECT_EQ(invoice.fields().attempts, 1);
  EXPECT_EQ(verdict(invoice.start_payment(second, noon)), "billing.payment_in_progress");

  invoice.payment_failed(second, noon);
  EXPECT_EQ(invoice.fields().payment, first) << "another payment's end is none of its business";
  invoice.payment_failed(first, noon);
  EXPECT_FALSE(invoice.fields().payment);
  EXPECT_EQ(verdict(invoice.start_payment(second, noon)), "done");
  EXPECT_EQ(invoice.fields().attempts, 2);
}

TEST(Invoice, TakesWhatItOwesAndNoMore) {
  auto invoice = open_of(1000, 200);
  ASSERT_TRUE(invoice.start_payment(first, noon));
  EXPECT_EQ(invoice.take_money(std::nullopt, 300, noon + 2h), 300);
  EXPECT_EQ(invoice.fields().status, InvoiceStatus::open);
  EXPECT_EQ(invoice.fields().payment, first);
  EXPECT_EQ(invoice.take_money(first, 800, noon + 3h), 500);
  EXPECT_EQ(invoice.fields().status, InvoiceStatus::paid);
  EXPECT_EQ(invoice.fields().paid_at, noon + 3h);
  EXPECT_EQ(invoice.fields().amount_paid_minor, 800);
  EXPECT_FALSE(invoice.fields().payment);

  const auto paid = invoice;
  EXPECT_EQ(invoice.take_money(second, 800, noon + 4h), 0) << "all of it is the customer's credit";
  EXPECT_EQ(invoice, paid);
}

TEST(Invoice, IsPaidAlsoAfterItWasGivenUp) {
  auto invoice = open_of(1000);
  EXPECT_EQ(verdict(invoice.give_up(noon + 2h)), "done");
  EXPECT_EQ(invoice.fields().status, InvoiceStatus::uncollectible);
  EXPECT_EQ(invoice.fields().closed_at, noon + 2h);
  EXPECT_EQ(verdict(invoice.start_payment(first, noon)), "billing.invoice_not_open");
  EXPECT_EQ(invoice.take_money(std::nullopt, 400, noon + 3h), 400);
  EXPECT_EQ(invoice.fields().status, InvoiceStatus::uncollectible);
  EXPECT_EQ(invoice.take_money(std::nullopt, 600, noon + 4h), 600);
  EXPECT_EQ(invoice.fields().status, InvoiceStatus::paid);
  EXPECT_EQ(invoice.fields().closed_at, noon + 2h) << "that it was given up stays known";
}

TEST(Invoice, IsVoidedOnlyWhileNothingOfItIsPaidOrOnItsWay) {
  auto draft = draft_of(1000);
  EXPECT_EQ(verdict(draft.void_it(noon)), "done");
  EXPECT_FALSE(draft.fields().finalize_at);
  auto open = open_of(1000, 200);
  EXPECT_EQ(verdict(open.void_it(noon + 2h)), "done");
  EXPECT_EQ(open.fields().status, InvoiceStatus::voided);
  EXPECT_EQ(open.fields().closed_at, noon + 2h);
  EXPECT_EQ(open.fields().number, "INV-2026-000001");
  EXPECT_EQ(open.take_money(first, 100, noon), 0);
  EXPECT_EQ(verdict(open.void_it(noon)), "billing.invoice_not_open");

  auto in_part = open_of(1000);
  in_part.take_money(std::nullopt, 1, noon);
  EXPECT_EQ(verdict(in_part.void_it(noon)), "billing.invoice_has_payments");
  auto under_way = open_of(1000);
  ASSERT_TRUE(under_way.start_payment(first, noon));
  EXPECT_EQ(verdict(under_way.void_it(noon)), "billing.payment_in_progress");
  EXPECT_EQ(verdict(under_way.give_up(noon)), "billing.payment_in_progress");
  auto given_up = open_of(1000);
  ASSERT_TRUE(given_up.give_up(noon));
  EXPECT_EQ(verdict(given_up.void_it(noon)), "billing.invoice_not_open");
  EXPECT_EQ(verdict(given_up.give_up(noon)), "billing.invoice_not_open");
}

TEST(InvoiceStatus, HasStripesWords) {
  for (const auto status : {InvoiceStatus::draft, InvoiceStatus::open, InvoiceStatus::paid,
                            InvoiceStatus::voided, InvoiceStatus::uncollectible}) {
    EXPECT_EQ(billing::parse_invoice_status(billing::to_text(status)), status);
  }
  EXPECT_EQ(billing::to_text(InvoiceStatus::voided), "void");
  EXPECT_FALSE(billing::parse_invoice_status("voided"));
}

// One thing that somebody may try, whatever the invoice is.
void attempt(Invoice& invoice, int what, std::int64_t amount, PaymentId payment,
             shared::Instant now) {
  const auto credit = std::min(amount, invoice.fields().total_minor);
  switch (what) {
    case 0:
      (void)invoice.finalize(issue_with(credit), now);
      return;
    case 1:
      (void)invoice.start_payment(payment, now);
      return;
    case 2:
      invoice.payment_failed(payment, now);
      return;
    case 3:
      invoice.take_money(payment, amount, now);
      return;
    case 4:
      invoice.take_money(std::nullopt, amount, now);
      return;
    case 5:
      (void)invoice.void_it(now);
      return;
    case 6:
      (void)invoice.give_up(now);
      return;
    default: {
      const auto status = invoice.fields().status;
      if (status == InvoiceStatus::paid || status == InvoiceStatus::voided) return;
      return invoice.withdraw(now);
    }
  }
}

RC_GTEST_PROP(Invoice, KeepsItsLawsWhateverIsTried, ()) {
  const auto total = *rc::gen::inRange<std::int64_t>(0, 50);
  auto invoice = draft_of(total);
  auto now = noon;
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8));
  for (const auto step : steps) {
    now += 1s;
    const auto before = invoice.fields();
    const auto amount = *rc::gen::inRange<std::int64_t>(0, 40);
    attempt(invoice, step, amount, *rc::gen::element(first, second), now);
    const auto& is = invoice.fields();

    RC_ASSERT(is.version == before.version + (is == before ? 0 : 1));
    RC_ASSERT((is == before || is.updated_at == now));
    RC_ASSERT(is.total_minor == total);
    RC_ASSERT(is.credit_applied_minor >= 0);
    RC_ASSERT(is.amount_paid_minor >= before.amount_paid_minor);
    RC_ASSERT(invoice.remaining_minor() >= 0);
    RC_ASSERT(is.credit_applied_minor + is.amount_paid_minor + invoice.remaining_minor() == total);
    if (is.status == InvoiceStatus::paid) RC_ASSERT(invoice.remaining_minor() == 0);
    const bool voided = is.status == InvoiceStatus::voided && before.status != is.status;
    if (voided && step == 5) RC_ASSERT(is.amount_paid_minor == 0);
    if (is.status == InvoiceStatus::uncollectible) RC_ASSERT(!is.payment.has_value());
    RC_ASSERT((is.status == InvoiceStatus::paid) == is.paid_at.has_value());
    RC_ASSERT(is.number.empty() == !is.issued_at.has_value());
    if (before.status == InvoiceStatus::paid || before.status == InvoiceStatus::voided) {
      RC_ASSERT((is.status == before.status && is.amount_paid_minor == before.amount_paid_minor));
    }
    if (!before.number.empty()) {
      RC_ASSERT((is.number == before.number && is.bill_to == before.bill_to));
    }
  }
}

}  // namespace
