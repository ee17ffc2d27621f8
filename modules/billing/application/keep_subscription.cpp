#include <billing/application/keep_subscription.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>

namespace billing {

void KeepSubscription::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.subscriptions.want(command.id);
}

shared::Result<KeepSubscription::Unchanged> KeepSubscription::operator()(
    const Command& command) const {
  auto subscription = found(ports_.subscriptions, command.id, command.expected_version,
                            errors::subscription_not_found());
  if (!subscription) return shared::refuse(subscription.error());

  auto before = state_of(*subscription);
  const auto kept = subscription->keep(billing_time(ports_.clock, command.at));
  if (!kept) return shared::refuse(kept.error());
  ports_.subscriptions.put(*subscription);
  ports_.outbox.append(events::SubscriptionCancelRevoked{.after = state_of(*subscription),
                                                         .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
