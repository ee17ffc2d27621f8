#pragma once

#include <ports/billing/billing_events.hpp>

#include <billing/domain/billing_profile.hpp>

// How the aggregate appears in events and answers.
namespace billing {

inline events::BillingProfileState state_of(const BillingProfile& profile) {
  const auto& is = profile.fields();
  return {.id = is.id.text(),
          .user_id = is.id.user_text(),
          .version = is.version,
          .currency = is.currency.code(),
          .has_tax_id = is.tax_id.has_value(),
          .has_address = is.address.has_value(),
          .has_payment_method = !is.payment_method.empty()};
}

}  // namespace billing
