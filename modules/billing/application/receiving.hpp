#pragma once

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Receiving: what money that came for an invoice takes, whichever way it came: the invoice takes
// what it still needs, the rest becomes the credit of its customer, the books have both, and a
// subscription that waited for it is active. Says billing.invoice_paid or billing.invoice_updated
// where the invoice changes, then billing.subscription_activated where so.
class Receiving {
 public:
  explicit Receiving(const BillingPorts& ports) : ports_(ports) {}

  // To be asked in rounds: the invoice leads to its subscription and its customer's credit.
  void want(const InvoiceId& id) const;
  // `payment` has succeeded. Where this refuses, nothing was changed.
  //   Errors  billing.amount_overflow
  shared::Done receive(const Payment& payment, Invoice invoice, shared::Instant now) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
