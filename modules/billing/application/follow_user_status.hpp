#pragma once

#include <utility>

#include <billing/application/billing_ports.hpp>

namespace billing {

// FollowUserStatus: a reaction: a deactivated user's subscriptions pause or end, as the rules say;
// a reactivated user's paused ones go on. Says billing.subscription_paused, _canceled,
// _cancel_scheduled or _resumed for each that changes.
class FollowUserStatus {
 public:
  FollowUserStatus(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), rules_(std::move(rules)) {}

  void want(const CustomerId& id) const;
  void deactivated(const CustomerId& id, shared::Instant at) const;
  void reactivated(const CustomerId& id, shared::Instant at) const;

 private:
  BillingPorts ports_;
  BillingRules rules_;
};

}  // namespace billing
