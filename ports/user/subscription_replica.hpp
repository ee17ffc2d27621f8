#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <ports/shared/rows.hpp>

#include <user/domain/user_id.hpp>

namespace user {

// SubscriptionFacts: what this module keeps of one of a user's subscriptions, as billing says it.
struct SubscriptionFacts {
  std::string id;            // "sub_..."
  std::int64_t version = 0;  // as billing counts it
  UserId user_id;
  std::string product_id;
  std::string status;     // "trialing", "active", "past_due", "canceled", ...
  bool entitled = false;  // whether it gives its user its entitlements now
  std::vector<std::string> entitlements;
  std::string current_period_end;  // local day

  bool operator==(const SubscriptionFacts&) const = default;
};

// SubscriptionReplica: the copy, as the write lane sees it. No unique index beyond its key and no
// foreign key: events of different subscriptions arrive in any order.
using SubscriptionReplica = shared::Rows<std::string, SubscriptionFacts>;

// SubscriptionReplicaViews: the copy as readers see it: durable state only.
class SubscriptionReplicaViews {
 public:
  virtual ~SubscriptionReplicaViews() = default;
  // A user's subscriptions, newest first, at most `limit`.
  virtual std::vector<SubscriptionFacts> of(const UserId& id, std::size_t limit) = 0;
};

}  // namespace user
