#pragma once

#include <cstdint>

#include <ports/user/billing_replica.hpp>

#include <user/domain/user_id.hpp>

namespace user {

// KeepBillingReplica: this module's copy of billing's profiles, fed by billing's events. It takes
// over what they say, whole, and says nothing itself.
class KeepBillingReplica {
 public:
  explicit KeepBillingReplica(BillingReplica& replica) : replica_(replica) {}

  void want(const UserId& id) const { replica_.want(id); }
  // 0 where there is no copy.
  std::int64_t version(const UserId& id) const {
    const auto facts = replica_.find(id);
    return facts ? facts->version : 0;
  }
  void keep(const BillingFacts& facts) const { replica_.put(facts); }
  void drop(const UserId& id) const { replica_.remove(id); }

 private:
  BillingReplica& replica_;
};

}  // namespace user
