#include <billing/application/close_profile_of_deleted_user.hpp>

#include <ports/billing/profile_state.hpp>

namespace billing {

void CloseProfileOfDeletedUser::want(const CustomerId& id) const { profiles_.want(id); }

void CloseProfileOfDeletedUser::operator()(const CustomerId& id) const {
  const auto profile = profiles_.find(id);
  if (!profile) return;
  profiles_.remove(id);
  outbox_.append(events::BillingProfileClosed{.before = state_of(*profile)});
}

}  // namespace billing
