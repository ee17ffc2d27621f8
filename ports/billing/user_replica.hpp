#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/domain/customer_id.hpp>

namespace billing {

// KnownUser: what billing keeps of a user.
struct KnownUser {
  CustomerId id;
  std::int64_t version = 0;  // of the user, as the user module counts it
  std::string email;         // as the user wrote it
  std::string display_name;
  std::string status;  // as the user module wrote it: "active" | "inactive"

  bool operator==(const KnownUser&) const = default;
};

// UserReplica: the copy, as the write lane sees it. Stored under the user's id ("usr_..."), with no
// other index and no foreign key: events of different users arrive in any order.
class UserReplica {
 public:
  virtual ~UserReplica() = default;
  // Names a row for the next load.
  virtual void want(const CustomerId& id) = 0;
  // A row that was wanted and loaded, or put in this batch; nothing where there is none.
  virtual std::optional<KnownUser> find(const CustomerId& id) = 0;
  // Adds the row, or overwrites the one of the same user.
  virtual void put(const KnownUser& user) = 0;
  // Deletes the row. Harmless where there is none.
  virtual void remove(const CustomerId& id) = 0;
};

}  // namespace billing
