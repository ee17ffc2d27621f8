#pragma once

#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <billing/application/voiding.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Ending: what it takes to end a subscription at once, whoever asks for it. A draft of it is
// voided: it asks for days that will not be given. So is the first invoice of one that never was
// active: nothing of it was given, so whatever was paid for it, or will be, is the credit of its
// customer. Any other invoice stays owed. Says billing.invoice_voided where so, then
// billing.subscription_canceled or _expired.
class Ending {
 public:
  explicit Ending(const BillingPorts& ports) : ports_(ports), voiding_(ports) {}

  void want(const Subscription& subscription) const;
  // Whether it is incomplete, and a payment that is under way decides what becomes of it.
  bool payment_decides(const Subscription& subscription) const;
  // Errors: billing.subscription_ended, billing.amount_overflow
  shared::Done cancel(Subscription subscription, std::string reason, shared::Instant now) const;
  // The end that was scheduled has come: its period was given, so its invoices stay as they are.
  shared::Done end_of_period(Subscription subscription, shared::Instant now) const;
  // Errors: billing.amount_overflow
  shared::Done expire(Subscription subscription, shared::Instant now) const;

 private:
  std::optional<Invoice> latest_invoice(const Subscription& subscription) const;
  shared::Done end(Subscription subscription, std::string reason, shared::Instant now) const;
  shared::Done withdraw_invoice(const Subscription& subscription, shared::Instant now) const;

  BillingPorts ports_;
  Voiding voiding_;
};

}  // namespace billing
