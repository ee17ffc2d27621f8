#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ports/shared/rows.hpp>

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
using BillingReplica = shared::Rows<UserId, BillingFacts>;

// BillingReplicaViews: the copy as readers see it: durable state only.
class BillingReplicaViews {
 public:
  virtual ~BillingReplicaViews() = default;
  virtual std::optional<BillingFacts> find(const UserId& id) = 0;
};

}  // namespace user
