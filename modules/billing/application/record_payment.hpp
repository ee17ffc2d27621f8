#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// RecordPayment: money for an invoice came another way, and a person says so. What the invoice does
// not need becomes the credit of the customer. Says billing.invoice_updated or
// billing.invoice_paid, billing.subscription_activated where so, then billing.payment_succeeded.
//   Errors  billing.invoice_not_found, billing.invoice_not_open (also taken: uncollectible),
//           billing.payment_in_progress, billing.amount_out_of_range, billing.reference_invalid,
//           billing.reference_used (by a payment of this invoice: it is told of once),
//           billing.amount_overflow
class RecordPayment {
 public:
  struct Command {
    PaymentId payment;
    InvoiceId invoice;
    std::int64_t amount_minor = 0;
    std::string reference;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::PaymentState>;

  explicit RecordPayment(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
