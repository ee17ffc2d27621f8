#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <billing/application/ending.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// CancelSubscription: now, or when the current period ends. Canceled now, a draft of it is voided,
// and so is the unpaid first invoice of an incomplete one. Says billing.invoice_voided where so,
// then billing.subscription_canceled or billing.subscription_cancel_scheduled; where it is
// scheduled already, the state is the answer.
//   Errors  billing.subscription_not_found, billing.subscription_ended, billing.version_mismatch,
//           billing.payment_in_progress (incomplete, and its payment is not settled)
class CancelSubscription {
 public:
  struct Command {
    SubscriptionId id;
    std::optional<std::int64_t> expected_version;
    bool at_period_end = false;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::SubscriptionState>;

  explicit CancelSubscription(const BillingPorts& ports) : ports_(ports), ending_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  shared::Result<Unchanged> schedule(Subscription subscription, shared::Instant now) const;
  shared::Result<Unchanged> end(Subscription subscription, shared::Instant now) const;

  BillingPorts ports_;
  Ending ending_;
};

}  // namespace billing
