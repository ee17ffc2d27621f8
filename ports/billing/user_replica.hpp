#pragma once

#include <cstdint>
#include <string>

#include <ports/shared/rows.hpp>

#include <billing/domain/customer_id.hpp>

namespace billing {

// KnownUser: what billing keeps of a user.
struct KnownUser {
  CustomerId id;
  std::int64_t version = 0;  // of the user, as the user module counts it
  std::string email;         // as the user wrote it
  std::string display_name;
  std::string time_zone;  // an IANA name
  std::string status;     // as the user module wrote it: "active" | "inactive"

  bool operator==(const KnownUser&) const = default;
};

// UserReplica: the copy, as the write lane sees it. Stored under the user's id ("usr_..."), with no
// other index and no foreign key: events of different users arrive in any order.
using UserReplica = shared::Rows<CustomerId, KnownUser>;

}  // namespace billing
