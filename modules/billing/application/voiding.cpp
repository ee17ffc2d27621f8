#include <billing/application/voiding.hpp>

#include <ports/billing/billing_states.hpp>

#include <billing/application/booking.hpp>
#include <billing/application/credit.hpp>
#include <billing/application/subscription_of_invoice.hpp>
#include <billing/domain/entries.hpp>
#include <shared/domain/planted_bug.hpp>

namespace billing {

void Voiding::want(const InvoiceId& id) const {
  ports_.invoices.want(id);
  ports_.schedules.want(id);
  if (const auto invoice = ports_.invoices.find(id)) {
    want_subscription_of(ports_, *invoice);
    ports_.credits.want(credit_key(invoice->fields().customer, invoice->fields().currency));
  }
}

shared::Done Voiding::void_it(Invoice invoice, shared::Instant now) const {
  const auto was = invoice;
  if (const auto done = invoice.void_it(now); !done) return done;
  if (const auto done = take_back(was, invoice, now); !done) return done;
  // A draft was asked of nobody: what made a subscription past due is another invoice.
  if (was.fields().status != InvoiceStatus::draft) invoice_forgiven(ports_, invoice, now);
  say(was, invoice);
  return {};
}

shared::Done Voiding::withdraw(Invoice invoice, shared::Instant now) const {
  const auto was = invoice;
  invoice.withdraw(now);
  if (const auto done = take_back(was, invoice, now); !done) return done;
  say(was, invoice);
  return {};
}

shared::Done Voiding::take_back(const Invoice& was, const Invoice& invoice,
                                shared::Instant now) const {
  if (was.fields().status == InvoiceStatus::draft) return {};
  if (const auto done = give_back(invoice); !done) return done;
  reverse(was, invoice, now);
  return {};
}

void Voiding::say(const Invoice& was, const Invoice& invoice) const {
  ports_.invoices.put(invoice);
  ports_.outbox.append(events::InvoiceVoided{.after = state_of(invoice), .before = state_of(was)});
}

// All that its customer gave for it.
shared::Done Voiding::give_back(const Invoice& invoice) const {
  const auto& is = invoice.fields();
  const auto given = is.credit_applied_minor + is.amount_paid_minor;  // at most the total
  const auto credit = more_credit(ports_.credits, credit_key(is.customer, is.currency), given);
  if (!credit) return shared::refuse(credit.error());
  if (given > 0) ports_.credits.put(*credit);
  return {};
}

// In this order, at no step less than nothing is owed.
void Voiding::reverse(const Invoice& was, const Invoice& invoice, shared::Instant now) const {
  const auto& id = invoice.fields().id;
  if (const auto schedule = ports_.schedules.find(id)) {
    book(ports_.ledger, entries::unrecognized(*schedule, now));
    ports_.schedules.remove(id);
  }
  if (was.fields().status == InvoiceStatus::uncollectible) {
    book(ports_.ledger, entries::reinstated(invoice, now));
  }
  if (!SIM_BUG("reversal_partial")) book(ports_.ledger, entries::credit_returned(invoice, now));
  book(ports_.ledger, entries::payments_returned(invoice, now));
  book(ports_.ledger, entries::voided(invoice, now));
}

}  // namespace billing
