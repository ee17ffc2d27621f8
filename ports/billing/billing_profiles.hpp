#pragma once

#include <ports/shared/rows.hpp>

#include <billing/domain/billing_profile.hpp>
#include <billing/domain/customer_id.hpp>

namespace billing {

using BillingProfiles = shared::Rows<CustomerId, BillingProfile>;

}  // namespace billing
