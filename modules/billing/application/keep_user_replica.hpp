#pragma once

#include <cstdint>

#include <ports/billing/user_replica.hpp>

#include <billing/domain/customer_id.hpp>

namespace billing {

// KeepUserReplica: billing's copy of the users, fed by the user module's events. It takes over what
// they say, whole, and says nothing itself.
class KeepUserReplica {
 public:
  explicit KeepUserReplica(UserReplica& replica) : replica_(replica) {}

  void want(const CustomerId& id) const { replica_.want(id); }
  // 0 where there is no copy.
  std::int64_t version(const CustomerId& id) const {
    const auto user = replica_.find(id);
    return user ? user->version : 0;
  }
  void keep(const KnownUser& user) const { replica_.put(user); }
  void drop(const CustomerId& id) const { replica_.remove(id); }

 private:
  UserReplica& replica_;
};

}  // namespace billing
