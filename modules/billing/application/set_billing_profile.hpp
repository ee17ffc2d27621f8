#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ports/billing/billing_events.hpp>
#include <ports/billing/billing_outbox.hpp>
#include <ports/billing/billing_profiles.hpp>
#include <ports/billing/user_replica.hpp>

#include <billing/domain/customer_id.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// SetBillingProfile: billing's own fields of a customer. The first call opens the profile, and
// needs a currency; what a later call lacks stays as it is. Says billing.profile_opened or
// billing.profile_changed; where nothing changes, the state is the answer.
//   Errors  billing.customer_not_found (billing has not heard of such a user, or heard of its
//           end), billing.version_mismatch, billing.currency_required, billing.currency_unknown,
//           billing.tax_id_invalid
class SetBillingProfile {
 public:
  struct Command {
    CustomerId id;
    std::optional<std::int64_t> expected_version;  // 0: there is no profile yet
    std::optional<std::string> currency;
    std::optional<std::string> tax_id;  // empty: there is none any more
  };
  using Unchanged = std::optional<events::BillingProfileState>;

  SetBillingProfile(UserReplica& users, BillingProfiles& profiles, BillingOutbox& outbox)
      : users_(users), profiles_(profiles), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  UserReplica& users_;
  BillingProfiles& profiles_;
  BillingOutbox& outbox_;
};

}  // namespace billing
