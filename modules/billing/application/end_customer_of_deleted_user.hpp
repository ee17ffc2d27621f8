#pragma once

#include <billing/application/billing_ports.hpp>
#include <billing/application/ending.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// EndCustomerOfDeletedUser: a reaction: when a user is gone, their subscriptions end, drafts of
// them are voided, and the billing profile closes, with address, tax id and payment method. What
// was issued stays as it was issued, and owed, but for the first invoice of one that never was
// active. Says billing.invoice_voided where so and billing.subscription_canceled, for each of them,
// then billing.profile_closed. It does not need the copy of the user, which may be gone already.
//   Errors  billing.amount_overflow
class EndCustomerOfDeletedUser {
 public:
  explicit EndCustomerOfDeletedUser(const BillingPorts& ports) : ports_(ports), ending_(ports) {}

  void want(const CustomerId& id) const;
  shared::Done operator()(const CustomerId& id, shared::Instant at) const;

 private:
  BillingPorts ports_;
  Ending ending_;
};

}  // namespace billing
