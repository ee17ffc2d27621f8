#pragma once

#include <utility>

#include <billing/application/billing_ports.hpp>
#include <billing/application/ending.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// FollowUserStatus: a reaction: a deactivated user's subscriptions pause or end, as the rules say;
// a reactivated user's paused ones go on. Says billing.subscription_paused, _canceled,
// _cancel_scheduled or _resumed for each that changes, and billing.invoice_voided before a
// _canceled whose draft, or unpaid first invoice, is voided.
//   A pause leaves invoices alone, drafts too: their period had begun, so they are issued and owed.
//   One that is incomplete expires in its time, paused or not.
//   Where a subscription resumes behind its period, the next AdvanceSubscription bills the first
//   period of its new cycle. An end that was scheduled stays so: a person may take it back.
//   Errors  billing.amount_overflow
class FollowUserStatus {
 public:
  FollowUserStatus(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), rules_(std::move(rules)), ending_(ports) {}

  void want(const CustomerId& id) const;
  shared::Done deactivated(const CustomerId& id, shared::Instant at) const;
  shared::Done reactivated(const CustomerId& id, shared::Instant at) const;

 private:
  shared::Done stop(const Subscription& subscription, shared::Instant now) const;
  void pause(Subscription subscription, shared::Instant now) const;
  shared::Done schedule_end(Subscription subscription, shared::Instant now) const;
  void resume(Subscription subscription, shared::Instant now) const;

  static constexpr const char* reason = "user_deactivated";

  BillingPorts ports_;
  BillingRules rules_;
  Ending ending_;
};

}  // namespace billing
