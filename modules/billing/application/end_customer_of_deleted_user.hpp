#pragma once

#include <billing/application/billing_ports.hpp>

namespace billing {

// EndCustomerOfDeletedUser: a reaction: when a user is gone, their subscriptions end, drafts of
// them are voided, and the billing profile closes, with address, tax id and payment method. What
// was issued stays as it was issued. Says billing.invoice_voided, billing.subscription_canceled and
// billing.profile_closed.
class EndCustomerOfDeletedUser {
 public:
  explicit EndCustomerOfDeletedUser(const BillingPorts& ports) : ports_(ports) {}

  void want(const CustomerId& id) const;
  void operator()(const CustomerId& id, shared::Instant at) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
