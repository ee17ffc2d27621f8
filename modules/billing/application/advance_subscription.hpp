#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// AdvanceSubscription: does the one next thing whose time has come: a trial or a period ends and
// the next one begins with its invoice (a draft, issued in the same commit where that time has come
// too), a scheduled end comes, an unpaid first invoice expires. Idempotent by (subscription,
// period, kind): what is not due any more is no change. Says what Issuing says, then
// billing.subscription_renewed, _canceled or _expired.
//   Errors  billing.subscription_not_found, billing.amount_overflow, billing.payment_in_progress
class AdvanceSubscription {
 public:
  struct Command {
    SubscriptionId id;
    InvoiceId invoice;  // drawn, and used where an invoice is made; so is the payment
    PaymentId payment;
    shared::Instant as_of;  // in billing time: what is due by then is due
    shared::Instant at;     // by the wall clock
  };
  using Unchanged = std::optional<events::SubscriptionState>;

  explicit AdvanceSubscription(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), rules_(std::move(rules)) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
  BillingRules rules_;
};

}  // namespace billing
