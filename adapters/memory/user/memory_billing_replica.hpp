#pragma once

#include <adapters/memory/memory_rows.hpp>

#include <ports/user/billing_replica.hpp>

namespace memory {

struct KeyOfBillingFacts {
  user::UserId operator()(const user::BillingFacts& facts) const { return facts.user_id; }
};
using MemoryBillingReplica = MemoryRows<user::UserId, user::BillingFacts, KeyOfBillingFacts>;

}  // namespace memory
