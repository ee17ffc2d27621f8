#include <billing/application/follow_user_status.hpp>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/spans.hpp>

namespace billing {

void FollowUserStatus::want(const CustomerId& id) const {
  ports_.clock.want(clock_row);
  ports_.subscriptions_of_customer.want(id);
  for (const auto& subscription : ports_.subscriptions_of_customer.find(id)) {
    ending_.want(subscription);
  }
}

shared::Done FollowUserStatus::deactivated(const CustomerId& id, shared::Instant at) const {
  const auto now = billing_time(ports_.clock, at);
  for (const auto& subscription : ports_.subscriptions_of_customer.find(id)) {
    if (auto done = stop(subscription, now); !done) return done;
  }
  return {};
}

shared::Done FollowUserStatus::reactivated(const CustomerId& id, shared::Instant at) const {
  const auto now = billing_time(ports_.clock, at);
  for (const auto& subscription : ports_.subscriptions_of_customer.find(id)) {
    resume(subscription, now);
  }
  return {};
}

shared::Done FollowUserStatus::stop(const Subscription& subscription, shared::Instant now) const {
  switch (rules_.on_deactivation) {
    case OnDeactivation::pause:
      pause(subscription, now);
      return {};
    case OnDeactivation::cancel:
      return ending_.cancel(subscription, reason, now);
    case OnDeactivation::cancel_at_period_end:
      return schedule_end(subscription, now);
    case OnDeactivation::nothing:
      return {};
  }
  return {};
}

void FollowUserStatus::pause(Subscription subscription, shared::Instant now) const {
  auto before = state_of(subscription);
  if (!subscription.pause(now)) return;
  ports_.subscriptions.put(subscription);
  ports_.outbox.append(
      events::SubscriptionPaused{.after = state_of(subscription), .before = std::move(before)});
}

shared::Done FollowUserStatus::schedule_end(Subscription subscription, shared::Instant now) const {
  auto before = state_of(subscription);
  const auto scheduled = subscription.cancel_at_period_end(now, reason);
  if (!scheduled) return shared::refuse(scheduled.error());
  if (!*scheduled) return {};
  ports_.subscriptions.put(subscription);
  ports_.outbox.append(events::SubscriptionCancelScheduled{.after = state_of(subscription),
                                                           .before = std::move(before)});
  return {};
}

void FollowUserStatus::resume(Subscription subscription, shared::Instant now) const {
  const auto& zones = ports_.time_zones;
  const auto today = today_of(subscription, zones, now);
  const auto fresh = fresh_span(subscription, today, zones);

  auto before = state_of(subscription);
  if (!subscription.resume(today, current_span(subscription, zones), fresh, now)) return;
  ports_.subscriptions.put(subscription);
  ports_.outbox.append(
      events::SubscriptionResumed{.after = state_of(subscription), .before = std::move(before)});
}

}  // namespace billing
