#include <billing/application/pay_invoice.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/paying.hpp>
#include <billing/domain/billing_errors.hpp>

namespace billing {

void PayInvoice::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.invoices.want(command.invoice);
  if (const auto invoice = ports_.invoices.find(command.invoice)) {
    ports_.profiles.want(invoice->fields().customer);
  }
}

shared::Result<PayInvoice::Unchanged> PayInvoice::operator()(const Command& command) const {
  auto invoice = ports_.invoices.find(command.invoice);
  if (!invoice) return shared::refuse(errors::invoice_not_found());
  auto before = state_of(*invoice);
  auto method = payment_method_of(ports_.profiles, invoice->fields().customer);

  const auto payment = start_payment(*invoice, command.payment, method.value_or(""),
                                     billing_time(ports_.clock, command.at));
  if (!payment) return shared::refuse(payment.error());
  if (!method) return shared::refuse(errors::no_payment_method());
  ports_.invoices.put(*invoice);
  ports_.payments.put(*payment);
  ports_.outbox.append(
      events::InvoiceUpdated{.after = state_of(*invoice), .before = std::move(before)});
  ports_.outbox.append(events::PaymentStarted{.after = state_of(*payment)});
  return Unchanged{};
}

}  // namespace billing
