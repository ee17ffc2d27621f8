#pragma once

#include <string>

#include <adapters/memory/memory_rows.hpp>

#include <ports/user/subscription_replica.hpp>

namespace memory {

struct KeyOfSubscriptionFacts {
  std::string operator()(const user::SubscriptionFacts& facts) const { return facts.id; }
};
using MemorySubscriptionReplica =
    MemoryRows<std::string, user::SubscriptionFacts, KeyOfSubscriptionFacts>;

}  // namespace memory
