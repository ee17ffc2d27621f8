#pragma once

#include <optional>

#include <user/domain/email.hpp>
#include <user/domain/user.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// Users: the users, as the write lane sees them: loaded by set, changed in memory, flushed by set.
// Changes last if the command is kept, and become durable with its events.
class Users {
 public:
  virtual ~Users() = default;
  // Names a user for the next load.
  virtual void want(const UserId& id) = 0;
  // A user that was wanted (by id or by e-mail) and loaded, or put in this batch; nothing where
  // there is none. Asking for what was never wanted is a bug.
  virtual std::optional<User> find(const UserId& id) = 0;
  // Adds the user, or overwrites the one of the same id. Does not look at other users' e-mails:
  // the use case did; the store's unique index is the backstop.
  virtual void put(const User& user) = 0;
  // Deletes the user. Harmless where there is none.
  virtual void remove(const UserId& id) = 0;
};

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
