#pragma once

#include <adapters/memory/memory_rows.hpp>

#include <ports/billing/billing_profiles.hpp>

namespace memory {

struct KeyOfBillingProfile {
  billing::CustomerId operator()(const billing::BillingProfile& row) const {
    return row.fields().id;
  }
};
using MemoryBillingProfiles =
    MemoryRows<billing::CustomerId, billing::BillingProfile, KeyOfBillingProfile>;

}  // namespace memory
