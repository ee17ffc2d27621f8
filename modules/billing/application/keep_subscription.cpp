#include <billing/application/keep_subscription.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>
#include <billing/application/spans.hpp>

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

  const auto now = billing_time(ports_.clock, command.at);
  const auto today = today_of(*subscription, ports_.time_zones, now);
  const auto fresh = fresh_span(*subscription, today, ports_.time_zones);
  auto before = state_of(*subscription);
  const auto kept = subscription->keep(today, fresh, now);
  if (!kept) return shared::refuse(kept.error());
  ports_.subscriptions.put(*subscription);
  ports_.outbox.append(events::SubscriptionCancelRevoked{.after = state_of(*subscription),
                                                         .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
