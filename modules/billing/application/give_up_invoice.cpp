#include <billing/application/give_up_invoice.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/booking.hpp>
#include <billing/application/found.hpp>
#include <billing/application/subscription_of_invoice.hpp>

namespace billing {

void GiveUpInvoice::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.invoices.want(command.id);
  if (const auto invoice = ports_.invoices.find(command.id)) want_subscription_of(ports_, *invoice);
}

shared::Result<GiveUpInvoice::Unchanged> GiveUpInvoice::operator()(const Command& command) const {
  auto invoice =
      found(ports_.invoices, command.id, command.expected_version, errors::invoice_not_found());
  if (!invoice) return shared::refuse(invoice.error());

  const auto now = billing_time(ports_.clock, command.at);
  auto before = state_of(*invoice);
  if (const auto done = invoice->give_up(now); !done) return shared::refuse(done.error());

  invoice_forgiven(ports_, *invoice, now);
  ports_.invoices.put(*invoice);
  book(ports_.ledger, entries::written_off(*invoice, now));
  ports_.outbox.append(
      events::InvoiceUncollectible{.after = state_of(*invoice), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
