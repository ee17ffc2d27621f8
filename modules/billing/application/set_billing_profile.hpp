#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// SetBillingProfile: billing's own fields of a customer. The first call opens the profile, and
// needs a currency; what a later call lacks stays as it is. Says billing.profile_opened or
// billing.profile_changed; where nothing changes, the state is the answer.
//   Errors  billing.customer_not_found (billing has not heard of such a user, or heard of its
//           end), billing.version_mismatch, billing.currency_required, billing.currency_unknown,
//           billing.tax_id_invalid, billing.address_invalid, billing.payment_method_invalid,
//           billing.currency_in_use (while a subscription pays in another one)
class SetBillingProfile {
 public:
  struct Command {
    CustomerId id;
    std::optional<std::int64_t> expected_version;  // 0: there is no profile yet
    std::optional<std::string> currency;
    std::optional<std::string> tax_id;              // empty: there is none any more
    std::optional<std::optional<Address>> address;  // nothing inside: there is none any more
    std::optional<std::string> payment_method;      // empty: there is none any more
  };
  using Unchanged = std::optional<events::BillingProfileState>;

  explicit SetBillingProfile(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  // Whether a subscription of theirs that has not ended pays in another currency.
  bool paid_in_another(const CustomerId& id, const Currency& currency) const;

  BillingPorts ports_;
};

}  // namespace billing
