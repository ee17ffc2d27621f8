#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <user/domain/user_id.hpp>

namespace user {

// BillingFacts: what this module keeps of billing's profile of a user. No row: no profile.
struct BillingFacts {
  UserId user_id;
  std::int64_t version = 0;  // of the profile, as billing counts it
  std::string currency;      // as billing wrote it

  bool operator==(const BillingFacts&) const = default;
};

// BillingReplica: the copy, as the write lane sees it. Keyed by user, no other index, no foreign
// key: events of different users arrive in any order.
class BillingReplica {
 public:
  virtual ~BillingReplica() = default;
  // Names a row for the next load.
  virtual void want(const UserId& id) = 0;
  // A row that was wanted and loaded, or put in this batch; nothing where there is none.
  virtual std::optional<BillingFacts> find(const UserId& id) = 0;
  // Adds the row, or overwrites the one of the same user.
  virtual void put(const BillingFacts& facts) = 0;
  // Deletes the row. Harmless where there is none.
  virtual void remove(const UserId& id) = 0;
};

// BillingReplicaViews: the copy as readers see it: durable state only.
class BillingReplicaViews {
 public:
  virtual ~BillingReplicaViews() = default;
  virtual std::optional<BillingFacts> find(const UserId& id) = 0;
};

}  // namespace user
