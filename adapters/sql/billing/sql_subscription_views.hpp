#pragma once

#include <adapters/sql/billing/subscription_row.hpp>
#include <adapters/sql/billing/table_views.hpp>

#include <ports/billing/subscription_views.hpp>

namespace sql {

// SqlSubscriptionViews: subscription as readers see it.
class SqlSubscriptionViews final : public billing::SubscriptionViews {
 public:
  explicit SqlSubscriptionViews(Session& reader) : subscriptions_(reader) {}

  std::optional<billing::Subscription> find(const billing::SubscriptionId& id) override;
  billing::Page<billing::Subscription> page(const billing::SubscriptionFilter& filter,
                                            std::optional<billing::SubscriptionId> after,
                                            std::size_t limit) override;

 private:
  TableViews<SubscriptionRow> subscriptions_;
};

}  // namespace sql
