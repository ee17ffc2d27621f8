#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <billing/application/billing_ports.hpp>
#include <billing/application/ending.hpp>
#include <billing/application/issuing.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// AdvanceSubscription: does the one next thing whose time has come: a trial or a period ends and
// the next one begins with its invoice (a draft, issued in the same commit where that time has come
// too), a scheduled end comes, an unpaid first invoice expires. Idempotent by (subscription,
// period, kind): what is not due any more is no change, and the state is the answer. Says
// billing.invoice_drafted, or what Issuing says, or billing.invoice_voided; then
// billing.subscription_renewed, _canceled or _expired.
//   While a payment of the first invoice is under way, that payment decides: nothing changes, and
//   the subscription stays due, so that the next run turns to it again once. A run must go on
//   behind what it has seen.
//   Errors  billing.subscription_not_found, billing.amount_overflow
class AdvanceSubscription {
 public:
  struct Command {
    SubscriptionId id;
    InvoiceId invoice;  // drawn, and used where an invoice is made; so is the payment
    PaymentId payment;
    // In billing time. Later than now it bills ahead: periods of active and past due subscriptions
    // that begin by then. Trials, ends and expiries wait for their own time.
    shared::Instant as_of;
    shared::Instant at;  // by the wall clock
  };
  using Unchanged = std::optional<events::SubscriptionState>;

  explicit AdvanceSubscription(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), rules_(rules), issuing_(ports, std::move(rules)), ending_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;
  // Right behind a call that changed something, in the lane: whether it issued an invoice.
  bool issued(const Command& command) const;

 private:
  bool due(const Command& command, const Subscription& subscription) const;
  shared::Done advance(const Command& command, const Subscription& subscription) const;
  shared::Done renew(const Command& command, Subscription subscription, shared::Instant now) const;
  shared::Done bill(const Command& command, const Subscription& subscription, const Period& period,
                    shared::Instant now) const;

  BillingPorts ports_;
  BillingRules rules_;
  Issuing issuing_;
  Ending ending_;
};

}  // namespace billing
