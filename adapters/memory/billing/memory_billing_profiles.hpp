#pragma once

#include <adapters/memory/table.hpp>

#include <ports/billing/billing_profiles.hpp>

namespace memory {

// MemoryBillingProfiles: billing's profiles in memory.
class MemoryBillingProfiles final : public billing::BillingProfiles {
 public:
  void want(const billing::CustomerId& id) override { rows_.want(id); }
  std::optional<billing::BillingProfile> find(const billing::CustomerId& id) override {
    return rows_.find(id);
  }
  void put(const billing::BillingProfile& profile) override {
    rows_.put(profile.fields().id, profile);
  }
  void remove(const billing::CustomerId& id) override { rows_.remove(id); }

  const auto& rows() const { return rows_.rows(); }

 private:
  Table<billing::CustomerId, billing::BillingProfile> rows_;
};

}  // namespace memory
