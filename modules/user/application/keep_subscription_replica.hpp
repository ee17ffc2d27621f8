#pragma once

#include <cstdint>
#include <string>

#include <ports/user/subscription_replica.hpp>

namespace user {

// KeepSubscriptionReplica: this module's copy of billing's subscriptions: who is entitled to what.
// It takes over what billing's events say, whole, and says nothing itself.
class KeepSubscriptionReplica {
 public:
  explicit KeepSubscriptionReplica(SubscriptionReplica& replica) : replica_(replica) {}

  void want(const std::string& id) const { replica_.want(id); }
  // 0 where there is no copy.
  std::int64_t version(const std::string& id) const {
    const auto facts = replica_.find(id);
    return facts ? facts->version : 0;
  }
  void keep(const SubscriptionFacts& facts) const { replica_.put(facts); }
  void drop(const std::string& id) const { replica_.remove(id); }

 private:
  SubscriptionReplica& replica_;
};

}  // namespace user
