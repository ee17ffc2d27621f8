#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <ports/billing/payment_gateway.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// SettlePayment: what the gateway says of a payment, however often and late it says it. Says
// billing.payment_succeeded, _failed or _unclear; and of its invoice billing.invoice_paid or
// billing.invoice_payment_failed; and of its subscription billing.subscription_activated or
// billing.subscription_past_due. What is known already is no change. Money for an invoice that
// needs it no more becomes the credit of the customer.
//   Errors  billing.payment_not_found
class SettlePayment {
 public:
  struct Command {
    PaymentId id;
    // Nothing: no answer came.
    std::optional<ChargeAnswer> answer;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::PaymentState>;

  explicit SettlePayment(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
