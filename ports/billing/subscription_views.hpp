#pragma once

#include <cstddef>
#include <optional>

#include <billing/domain/subscription.hpp>

#include <ports/billing/page.hpp>

namespace billing {

struct SubscriptionFilter {
  std::optional<CustomerId> customer;
  std::optional<SubscriptionStatus> status;
  bool not_ended = false;  // neither canceled nor expired
};

// SubscriptionViews: subscriptions as readers see them: durable state only; pages in order of id.
class SubscriptionViews {
 public:
  virtual ~SubscriptionViews() = default;
  virtual std::optional<Subscription> find(const SubscriptionId& id) = 0;
  virtual Page<Subscription> page(const SubscriptionFilter& filter,
                                  std::optional<SubscriptionId> after, std::size_t limit) = 0;
};

}  // namespace billing
