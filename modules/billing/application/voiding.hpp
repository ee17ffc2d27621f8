#pragma once

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Voiding: what voiding an invoice takes, whoever asks for it: a draft vanishes without a trace in
// the books; of an issued invoice every posting is reversed, what was recognized of it and its
// giving up included, the credit that it took goes back to its customer, as does what was paid for
// it, and its revenue schedule ends. Its number stays used. Says billing.invoice_voided.
class Voiding {
 public:
  explicit Voiding(const BillingPorts& ports) : ports_(ports) {}

  // To be asked in rounds: the invoice leads to its customer's credit and its subscription.
  void want(const InvoiceId& id) const;
  // A subscription that was past due because of it is active again: billing.subscription_activated
  // is said first. Where it refuses, nothing was changed.
  //   Errors  those of Invoice::void_it, billing.amount_overflow
  shared::Done void_it(Invoice invoice, shared::Instant now) const;
  // The same, of a subscription that ends, by Invoice::withdraw. Errors: billing.amount_overflow
  shared::Done withdraw(Invoice invoice, shared::Instant now) const;

 private:
  shared::Done take_back(const Invoice& was, const Invoice& invoice, shared::Instant now) const;
  void say(const Invoice& was, const Invoice& invoice) const;
  shared::Done give_back(const Invoice& invoice) const;
  void reverse(const Invoice& was, const Invoice& invoice, shared::Instant now) const;

  BillingPorts ports_;
};

}  // namespace billing
