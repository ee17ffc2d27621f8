#pragma once

#include <optional>

#include <ports/shared/rows.hpp>

#include <user/domain/email.hpp>
#include <user/domain/user.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// Users: what put() does not look at is other users' e-mails: the use case did; the store's unique
// index is the backstop.
using Users = shared::Rows<UserId, User>;

// UsersByEmail: the same users, by the normal form of their e-mail.
class UsersByEmail {
 public:
  virtual ~UsersByEmail() = default;
  // Names an e-mail for the next load.
  virtual void want(const Email& email) = 0;
  // The user who has this e-mail now, counting what this batch has put, changed and removed: an
  // e-mail given up by one command is free for the next. Nothing where nobody has it.
  virtual std::optional<User> find(const Email& email) = 0;
};

}  // namespace user
