#include <adapters/sql/billing/sql_subscription_views.hpp>

namespace sql {

std::optional<billing::Subscription> SqlSubscriptionViews::find(const billing::SubscriptionId& id) {
  return subscriptions_.find(id);
}

billing::Page<billing::Subscription> SqlSubscriptionViews::page(
    const billing::SubscriptionFilter& filter, std::optional<billing::SubscriptionId> after,
    std::size_t limit) {
  Conditions conditions;
  if (filter.customer) conditions.add(" AND user_id = :user", filter.customer->user_text());
  if (filter.status) {
    conditions.add(" AND status = :status", std::string{billing::to_text(*filter.status)});
    // Said in words, so that the index on the few is known to serve.
    const bool few = !filter.customer && *filter.status != billing::SubscriptionStatus::active;
    if (few) conditions.add(" AND status <> 'active'");
  }
  if (filter.not_ended) conditions.add(" AND status NOT IN ('canceled', 'incomplete_expired')");
  return subscriptions_.page(std::move(conditions), after, limit);
}

}  // namespace sql
