#pragma once

#include <adapters/memory/table.hpp>

#include <ports/billing/user_replica.hpp>

namespace memory {

// MemoryUserReplica: billing's copy of the users, in memory.
class MemoryUserReplica final : public billing::UserReplica {
 public:
  void want(const billing::CustomerId& id) override { rows_.want(id); }
  std::optional<billing::KnownUser> find(const billing::CustomerId& id) override {
    return rows_.find(id);
  }
  void put(const billing::KnownUser& user) override { rows_.put(user.id, user); }
  void remove(const billing::CustomerId& id) override { rows_.remove(id); }

  const auto& rows() const { return rows_.rows(); }

 private:
  Table<billing::CustomerId, billing::KnownUser> rows_;
};

}  // namespace memory
