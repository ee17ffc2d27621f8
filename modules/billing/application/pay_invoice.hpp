#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// PayInvoice: tries again to get what remains of an open invoice from the payment method of its
// customer. The outcome follows. Says billing.invoice_updated, then billing.payment_started.
//   Errors  billing.invoice_not_found, billing.invoice_not_open, billing.payment_in_progress,
//           billing.no_payment_method
class PayInvoice {
 public:
  struct Command {
    PaymentId payment;
    InvoiceId invoice;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::PaymentState>;

  explicit PayInvoice(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
