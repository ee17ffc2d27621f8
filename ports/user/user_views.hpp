#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <ports/user/user_events.hpp>

#include <shared/domain/result.hpp>
#include <user/domain/user.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// UserFilter: which users a list shows; all conditions given must hold.
struct UserFilter {
  std::optional<std::string> email;         // normal form, exact
  std::optional<std::string> email_prefix;  // normal form
  std::optional<Status> status;
};

// UserPage: one page of a list, and whether another follows.
struct UserPage {
  std::vector<events::UserState> users;
  bool has_more = false;
};

// UserViews: users as readers see them: durable state only, each call one consistent read.
class UserViews {
 public:
  virtual ~UserViews() = default;
  virtual std::optional<events::UserState> find(const UserId& id) = 0;
  // At most `limit` users behind `after`: ordered by id (which is by registration), but by normal
  // e-mail, bytewise, where email_prefix is given. With email_prefix, an `after` that names no user
  // is refused: user.cursor_unknown. No total is ever counted.
  virtual shared::Result<UserPage> page(const UserFilter& filter, std::optional<UserId> after,
                                        std::size_t limit) = 0;
};

}  // namespace user
