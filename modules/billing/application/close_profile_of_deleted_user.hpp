#pragma once

#include <ports/billing/billing_outbox.hpp>
#include <ports/billing/billing_profiles.hpp>

#include <billing/domain/customer_id.hpp>

namespace billing {

// CloseProfileOfDeletedUser: a reaction: when a user is gone, so is the billing profile, if there
// was one. Says billing.profile_closed.
class CloseProfileOfDeletedUser {
 public:
  CloseProfileOfDeletedUser(BillingProfiles& profiles, BillingOutbox& outbox)
      : profiles_(profiles), outbox_(outbox) {}

  void want(const CustomerId& id) const;
  void operator()(const CustomerId& id) const;

 private:
  BillingProfiles& profiles_;
  BillingOutbox& outbox_;
};

}  // namespace billing
