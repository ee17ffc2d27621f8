#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// KeepSubscription: takes back a cancellation at the end of the period, before that end has come
// about. Where the period is over (it was paused, or no run came by), no days that are gone are
// asked for: the next AdvanceSubscription bills the first period of a cycle from today on. Says
// billing.subscription_cancel_revoked.
//   Errors  billing.subscription_not_found, billing.subscription_ended, billing.version_mismatch,
//           billing.subscription_not_canceling
class KeepSubscription {
 public:
  struct Command {
    SubscriptionId id;
    std::optional<std::int64_t> expected_version;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::SubscriptionState>;

  explicit KeepSubscription(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
