#include <billing/application/end_customer_of_deleted_user.hpp>

#include <ports/billing/profile_state.hpp>

#include <billing/application/billing_time.hpp>

namespace billing {

void EndCustomerOfDeletedUser::want(const CustomerId& id) const {
  ports_.clock.want(clock_row);
  ports_.profiles.want(id);
  ports_.subscriptions_of_customer.want(id);
  for (const auto& subscription : ports_.subscriptions_of_customer.find(id)) {
    ending_.want(subscription);
  }
}

shared::Done EndCustomerOfDeletedUser::operator()(const CustomerId& id, shared::Instant at) const {
  const auto now = billing_time(ports_.clock, at);
  for (const auto& subscription : ports_.subscriptions_of_customer.find(id)) {
    if (auto done = ending_.cancel(subscription, "user_deleted", now); !done) return done;
  }
  const auto profile = ports_.profiles.find(id);
  if (!profile) return {};
  ports_.profiles.remove(id);
  ports_.outbox.append(events::BillingProfileClosed{.before = state_of(*profile)});
  return {};
}

}  // namespace billing
