#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <ports/billing/payment_gateway.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// SettlePayment: what the gateway says of a payment, however often and late it says it. Says of its
// invoice billing.invoice_paid or billing.invoice_payment_failed (billing.invoice_updated where
// late money had paid it meanwhile), of the subscription whose latest invoice that is
// billing.subscription_activated or billing.subscription_past_due, then billing.payment_succeeded,
// _failed or _unclear. What is known already is no change, and nothing takes money back: a decline
// behind a success is none. Money for an invoice that needs it no more becomes the credit of the
// customer.
//   Errors  billing.payment_not_found, billing.amount_overflow
class SettlePayment {
 public:
  struct Command {
    PaymentId id;
    // Nothing: no answer came.
    std::optional<ChargeAnswer> answer;
    shared::Instant at;
    std::string note = {};  // of a person who settles it by hand: why
  };
  using Unchanged = std::optional<events::PaymentState>;

  explicit SettlePayment(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  shared::Result<Unchanged> succeeded(Payment payment, shared::Instant now) const;
  shared::Result<Unchanged> declined(Payment payment, std::string code, shared::Instant now) const;
  shared::Result<Unchanged> unclear(Payment payment, shared::Instant now) const;
  shared::Result<Unchanged> not_found(Payment payment, shared::Instant now) const;
  void free_invoice(Invoice invoice, const PaymentId& payment, shared::Instant now) const;
  shared::Result<Unchanged> say_unclear(const Payment& payment, events::PaymentState before) const;

  BillingPorts ports_;
};

}  // namespace billing
