#include <billing/application/paying.hpp>

#include <utility>

namespace billing {

std::optional<std::string> payment_method_of(BillingProfiles& profiles,
                                             const CustomerId& customer) {
  const auto profile = profiles.find(customer);
  if (!profile || profile->fields().payment_method.empty()) return std::nullopt;
  return profile->fields().payment_method;
}

shared::Result<Payment> start_payment(Invoice& invoice, PaymentId id, std::string method,
                                      shared::Instant now) {
  if (const auto done = invoice.start_payment(id, now); !done) {
    return shared::refuse(done.error());
  }
  const auto& is = invoice.fields();
  return Payment{{.id = id,
                  .invoice = is.id,
                  .customer = is.customer,
                  .amount = {invoice.remaining_minor(), is.currency},
                  .method = std::move(method),
                  .reference = {},
                  .failure = {},
                  .next_at = now,
                  .created_at = now,
                  .updated_at = now}};
}

}  // namespace billing
