#include <billing/application/finalize_invoice.hpp>

#include <utility>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>
#include <billing/application/issuing.hpp>
#include <billing/application/subscription_of_invoice.hpp>

namespace billing {

void FinalizeInvoice::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.invoices.want(command.id);
  if (const auto invoice = ports_.invoices.find(command.id)) {
    const auto& is = invoice->fields();
    Issuing{ports_, rules_}.want(is.customer, is.currency, is.id, command.at);
    want_subscription_of(ports_, *invoice);
  }
}

shared::Result<FinalizeInvoice::Unchanged> FinalizeInvoice::operator()(
    const Command& command) const {
  auto draft =
      found(ports_.invoices, command.id, command.expected_version, errors::invoice_not_found());
  if (!draft) return shared::refuse(draft.error());
  if (draft->fields().status != InvoiceStatus::draft) {
    return shared::refuse(errors::invoice_not_draft());
  }

  const auto now = billing_time(ports_.clock, command.at);
  const Issuing issuing{ports_, rules_};
  // Said before the invoice, whose event is the answer.
  if (issuing.covered(*draft)) invoice_paid(ports_, *draft, now);
  const auto issued = issuing.issue(std::move(*draft), true, command.payment, now);
  if (!issued) return shared::refuse(issued.error());
  return Unchanged{};
}

}  // namespace billing
