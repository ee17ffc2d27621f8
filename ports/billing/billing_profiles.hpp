#pragma once

#include <optional>

#include <billing/domain/billing_profile.hpp>
#include <billing/domain/customer_id.hpp>

namespace billing {

// BillingProfiles: billing's own aggregates, as the write lane sees them: loaded by set, changed in
// memory, flushed by set. Changes last if the command is kept, and become durable with its events.
class BillingProfiles {
 public:
  virtual ~BillingProfiles() = default;
  // Names a profile for the next load.
  virtual void want(const CustomerId& id) = 0;
  // A profile that was wanted and loaded, or put in this batch; nothing where there is none.
  virtual std::optional<BillingProfile> find(const CustomerId& id) = 0;
  // Adds the profile, or overwrites the one of the same customer.
  virtual void put(const BillingProfile& profile) = 0;
  // Deletes the profile. Harmless where there is none.
  virtual void remove(const CustomerId& id) = 0;
};

}  // namespace billing
