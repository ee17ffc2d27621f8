#pragma once

#include <cstdint>
#include <optional>

#include <ports/user/user_outbox.hpp>
#include <ports/user/users.hpp>

#include <shared/domain/result.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// DeleteUser: the user's row goes, the e-mail is free again, the id is never used again. Says
// user.deleted, on which every module that follows lets go of its copy.
//   Errors  user.not_found, user.version_mismatch
class DeleteUser {
 public:
  struct Command {
    UserId id;
    std::optional<std::int64_t> expected_version;
  };

  DeleteUser(Users& users, UserOutbox& outbox) : users_(users), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Done operator()(const Command& command) const;

 private:
  Users& users_;
  UserOutbox& outbox_;
};

}  // namespace user
