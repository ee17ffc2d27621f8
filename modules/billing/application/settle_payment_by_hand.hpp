#pragma once

#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <billing/application/settle_payment.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// SettlePaymentByHand: the gateway never says what came of a payment, and a person found out
// elsewhere. Says what SettlePayment says of that outcome; the reason stays with the payment, as
// its reference, and is in no event. What the gateway says all the same, later, is taken as ever:
// money that was taken is booked, and a decline behind a success is none.
//   Errors  billing.payment_not_found, billing.payment_not_unknown, billing.reason_invalid,
//           billing.amount_overflow
class SettlePaymentByHand {
 public:
  struct Command {
    PaymentId id;
    bool succeeded = false;
    std::string reason;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::PaymentState>;

  explicit SettlePaymentByHand(const BillingPorts& ports) : ports_(ports), settle_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
  SettlePayment settle_;
};

}  // namespace billing
