#include <billing/application/void_invoice.hpp>

#include <utility>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>
#include <billing/application/voiding.hpp>

namespace billing {

void VoidInvoice::want(const Command& command) const {
  ports_.clock.want(clock_row);
  Voiding{ports_}.want(command.id);
}

shared::Result<VoidInvoice::Unchanged> VoidInvoice::operator()(const Command& command) const {
  auto invoice =
      found(ports_.invoices, command.id, command.expected_version, errors::invoice_not_found());
  if (!invoice) return shared::refuse(invoice.error());

  const auto now = billing_time(ports_.clock, command.at);
  const auto voided = Voiding{ports_}.void_it(std::move(*invoice), now);
  if (!voided) return shared::refuse(voided.error());
  return Unchanged{};
}

}  // namespace billing
