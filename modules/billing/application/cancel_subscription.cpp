#include <billing/application/cancel_subscription.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/found.hpp>

namespace billing {

void CancelSubscription::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.subscriptions.want(command.id);
  const auto subscription = ports_.subscriptions.find(command.id);
  if (subscription && !command.at_period_end) ending_.want(*subscription);
}

shared::Result<CancelSubscription::Unchanged> CancelSubscription::operator()(
    const Command& command) const {
  auto subscription = found(ports_.subscriptions, command.id, command.expected_version,
                            errors::subscription_not_found());
  if (!subscription) return shared::refuse(subscription.error());
  const auto now = billing_time(ports_.clock, command.at);
  return command.at_period_end ? schedule(std::move(*subscription), now)
                               : end(std::move(*subscription), now);
}

shared::Result<CancelSubscription::Unchanged> CancelSubscription::schedule(
    Subscription subscription, shared::Instant now) const {
  auto before = state_of(subscription);
  const auto scheduled = subscription.cancel_at_period_end(now);
  if (!scheduled) return shared::refuse(scheduled.error());
  if (!*scheduled) return before;
  ports_.subscriptions.put(subscription);
  ports_.outbox.append(events::SubscriptionCancelScheduled{.after = state_of(subscription),
                                                           .before = std::move(before)});
  return Unchanged{};
}

shared::Result<CancelSubscription::Unchanged> CancelSubscription::end(Subscription subscription,
                                                                      shared::Instant now) const {
  if (ending_.payment_decides(subscription)) return shared::refuse(errors::payment_in_progress());
  if (const auto done = ending_.cancel(std::move(subscription), "requested", now); !done) {
    return shared::refuse(done.error());
  }
  return Unchanged{};
}

}  // namespace billing
