#include <billing/domain/invoice.hpp>

#include <algorithm>
#include <array>
#include <cassert>

#include <billing/domain/billing_errors.hpp>
#include <shared/domain/planted_bug.hpp>

namespace billing {
namespace {

constexpr auto words = std::to_array<std::pair<InvoiceStatus, std::string_view>>({
    {InvoiceStatus::draft, "draft"},
    {InvoiceStatus::open, "open"},
    {InvoiceStatus::paid, "paid"},
    {InvoiceStatus::voided, "void"},
    {InvoiceStatus::uncollectible, "uncollectible"},
});

}  // namespace

std::string_view to_text(InvoiceStatus status) {
  return std::ranges::find(words, status, &decltype(words)::value_type::first)->second;
}

std::optional<InvoiceStatus> parse_invoice_status(std::string_view text) {
  const auto* const word = std::ranges::find(words, text, &decltype(words)::value_type::second);
  if (word == words.end()) return std::nullopt;
  return word->first;
}

shared::Result<Invoice> Invoice::draft(Fields fields) {
  assert(!fields.lines.empty() && fields.lines.size() <= lines_max);
  fields.status = InvoiceStatus::draft;
  fields.total_minor = 0;
  for (auto& line : fields.lines) {
    const auto amount = multiply(line.quantity, line.unit_amount_minor);
    if (!amount) return shared::refuse(amount.error());
    const auto total = add(fields.total_minor, *amount);
    if (!total) return shared::refuse(total.error());
    line.amount_minor = *amount;
    fields.total_minor = *total;
  }
  assert(fields.total_minor >= 0);
  return Invoice{std::move(fields)};
}

shared::Done Invoice::finalize(Issue issue, shared::Instant now) {
  if (fields_.status != InvoiceStatus::draft) return shared::refuse(errors::invoice_not_draft());
  assert(0 <= issue.credit_applied_minor && issue.credit_applied_minor <= fields_.total_minor);
  fields_.status = InvoiceStatus::open;
  fields_.number = std::move(issue.number);
  fields_.bill_to = std::move(issue.bill_to);
  fields_.credit_applied_minor = issue.credit_applied_minor;
  fields_.finalize_at.reset();
  fields_.issued_at = now;
  fields_.due_at = issue.due_at;
  changed(now);
  return {};
}

shared::Done Invoice::start_payment(PaymentId payment, shared::Instant now) {
  if (fields_.status != InvoiceStatus::open) return shared::refuse(errors::invoice_not_open());
  if (fields_.payment && !SIM_BUG("paid_beside")) {
    return shared::refuse(errors::payment_in_progress());
  }
  fields_.payment = payment;
  ++fields_.attempts;
  changed(now);
  return {};
}

void Invoice::payment_failed(PaymentId payment, shared::Instant now) {
  if (fields_.payment != payment) return;
  fields_.payment.reset();
  changed(now);
}

std::int64_t Invoice::take_money(std::optional<PaymentId> payment, std::int64_t amount_minor,
                                 shared::Instant now) {
  assert(amount_minor >= 0);
  const bool ends_payment = payment && fields_.payment == payment;
  if (ends_payment) fields_.payment.reset();

  const bool owed =
      fields_.status == InvoiceStatus::open || fields_.status == InvoiceStatus::uncollectible;
  const std::int64_t taken = owed ? std::min(amount_minor, remaining_minor()) : 0;
  fields_.amount_paid_minor += taken;
  const bool covered = owed && remaining_minor() == 0;
  if (covered) {
    fields_.status = InvoiceStatus::paid;
    fields_.paid_at = now;
  }
  if (ends_payment || taken != 0 || covered) changed(now);
  return taken;
}

shared::Done Invoice::void_it(shared::Instant now) {
  if (fields_.status != InvoiceStatus::draft && fields_.status != InvoiceStatus::open) {
    return shared::refuse(errors::invoice_not_open());
  }
  if (fields_.payment) return shared::refuse(errors::payment_in_progress());
  if (fields_.amount_paid_minor != 0) return shared::refuse(errors::invoice_has_payments());
  become_void(now);
  return {};
}

void Invoice::withdraw(shared::Instant now) {
  assert(fields_.status != InvoiceStatus::paid && fields_.status != InvoiceStatus::voided);
  become_void(now);
}

shared::Done Invoice::give_up(shared::Instant now) {
  if (fields_.status != InvoiceStatus::open) return shared::refuse(errors::invoice_not_open());
  if (fields_.payment) return shared::refuse(errors::payment_in_progress());
  fields_.status = InvoiceStatus::uncollectible;
  fields_.closed_at = now;
  changed(now);
  return {};
}

void Invoice::become_void(shared::Instant now) {
  fields_.status = InvoiceStatus::voided;
  fields_.finalize_at.reset();
  fields_.closed_at = now;
  changed(now);
}

void Invoice::changed(shared::Instant now) {
  ++fields_.version;
  fields_.updated_at = now;
}

}  // namespace billing
