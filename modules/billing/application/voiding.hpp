#pragma once

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Voiding: what voiding an invoice takes, whoever asks for it: a draft vanishes without a trace in
// the books; of an open invoice every posting is reversed, what was recognized of it included, the
// credit that it took goes back to its customer, and its revenue schedule ends. Its number stays
// used. Says billing.invoice_voided.
class Voiding {
 public:
  explicit Voiding(const BillingPorts& ports) : ports_(ports) {}

  // To be asked in rounds: the invoice leads to its customer's credit and its schedule.
  void want(const InvoiceId& id) const;
  // Answers the invoice as it is now, put already; where it refuses, nothing was changed.
  //   Errors  those of Invoice::void_it, billing.amount_overflow
  shared::Result<Invoice> void_it(Invoice invoice, shared::Instant now) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
