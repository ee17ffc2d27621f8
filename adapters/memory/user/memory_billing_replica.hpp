#pragma once

#include <adapters/memory/table.hpp>

#include <ports/user/billing_replica.hpp>

namespace memory {

// MemoryBillingReplica: the user module's copy of billing's profiles, in memory.
class MemoryBillingReplica final : public user::BillingReplica {
 public:
  void want(const user::UserId& id) override { rows_.want(id); }
  std::optional<user::BillingFacts> find(const user::UserId& id) override {
    return rows_.find(id);
  }
  void put(const user::BillingFacts& facts) override { rows_.put(facts.user_id, facts); }
  void remove(const user::UserId& id) override { rows_.remove(id); }

  const auto& rows() const { return rows_.rows(); }

 private:
  Table<user::UserId, user::BillingFacts> rows_;
};

}  // namespace memory
