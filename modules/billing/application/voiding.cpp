#include <billing/application/voiding.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/booking.hpp>
#include <billing/application/credit.hpp>
#include <billing/domain/entries.hpp>
#include <shared/domain/planted_bug.hpp>

namespace billing {

void Voiding::want(const InvoiceId& id) const {
  ports_.invoices.want(id);
  ports_.schedules.want(id);
  if (const auto invoice = ports_.invoices.find(id)) {
    ports_.credits.want(credit_key(invoice->fields().customer, invoice->fields().currency));
  }
}

shared::Result<Invoice> Voiding::void_it(Invoice invoice, shared::Instant now) const {
  auto before = state_of(invoice);
  const bool was_issued = invoice.fields().status != InvoiceStatus::draft;
  if (const auto done = invoice.void_it(now); !done) return shared::refuse(done.error());
  const auto& is = invoice.fields();
  if (was_issued) {
    const auto credit =
        more_credit(ports_.credits, credit_key(is.customer, is.currency), is.credit_applied_minor);
    if (!credit) return shared::refuse(credit.error());
    if (is.credit_applied_minor > 0) ports_.credits.put(*credit);
    if (const auto schedule = ports_.schedules.find(is.id)) {
      book(ports_.ledger, entries::unrecognized(*schedule, now));
      ports_.schedules.remove(is.id);
    }
    book(ports_.ledger, entries::voided(invoice, now));
    if (!SIM_BUG("reversal_partial")) book(ports_.ledger, entries::credit_returned(invoice, now));
  }
  ports_.invoices.put(invoice);
  ports_.outbox.append(
      events::InvoiceVoided{.after = state_of(invoice), .before = std::move(before)});
  return invoice;
}

}  // namespace billing
