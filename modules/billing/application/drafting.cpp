#include <billing/application/drafting.hpp>

#include <utility>

namespace billing {

shared::Result<Invoice> draft_of(const Subscription& subscription, const Product& product,
                                 const Drafting& drafting, shared::Instant now) {
  const auto amount = subscription.amount();
  if (!amount) return shared::refuse(amount.error());

  const auto& sold = subscription.fields();
  InvoiceLine line{.description = product.fields().name,
                   .price = sold.price,
                   .quantity = sold.quantity,
                   .unit_amount_minor = sold.unit.amount_minor,
                   .amount_minor = amount->amount_minor,
                   .period = drafting.period};
  return Invoice::draft({.id = drafting.id,
                         .customer = sold.customer,
                         .subscription = sold.id,
                         .kind = drafting.kind,
                         .currency = sold.unit.currency,
                         .period = drafting.period,
                         .lines = {std::move(line)},
                         .finalize_at = drafting.finalize_at,
                         .number = {},
                         .bill_to = {},
                         .issued_at = {},
                         .due_at = {},
                         .paid_at = {},
                         .closed_at = {},
                         .payment = {},
                         .created_at = now,
                         .updated_at = now});
}

}  // namespace billing
