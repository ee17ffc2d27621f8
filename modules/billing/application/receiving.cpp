#include <billing/application/receiving.hpp>

#include <ports/billing/billing_states.hpp>

#include <billing/application/booking.hpp>
#include <billing/application/credit.hpp>
#include <billing/application/subscription_of_invoice.hpp>
#include <billing/domain/entries.hpp>
#include <shared/domain/planted_bug.hpp>

namespace billing {

void Receiving::want(const InvoiceId& id) const {
  ports_.invoices.want(id);
  if (const auto invoice = ports_.invoices.find(id)) {
    want_subscription_of(ports_, *invoice);
    ports_.credits.want(credit_key(invoice->fields().customer, invoice->fields().currency));
  }
}

shared::Done Receiving::receive(const Payment& payment, Invoice invoice,
                                shared::Instant now) const {
  const auto owed = invoice;
  const auto amount = payment.fields().amount.amount_minor;
  const auto taken = invoice.take_money(payment.fields().id, amount, now);
  const auto key = credit_key(payment.fields().customer, payment.fields().amount.currency);
  const auto credit = more_credit(ports_.credits, key, amount - taken);
  if (!credit) return shared::refuse(credit.error());

  if (taken < amount && !SIM_BUG("credit_forgotten")) ports_.credits.put(*credit);
  if (!SIM_BUG("payment_without_entry")) {
    book(ports_.ledger, entries::paid(payment, owed, taken, now));
  }
  if (invoice == owed) return {};

  ports_.invoices.put(invoice);
  const bool paid = invoice.fields().status == InvoiceStatus::paid;
  if (paid && owed.fields().status != InvoiceStatus::paid) {
    ports_.outbox.append(events::InvoicePaid{.after = state_of(invoice), .before = state_of(owed)});
    invoice_paid(ports_, invoice, now);
  } else {
    ports_.outbox.append(
        events::InvoiceUpdated{.after = state_of(invoice), .before = state_of(owed)});
  }
  return {};
}

}  // namespace billing
