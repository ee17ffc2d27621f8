#pragma once

#include <cstdint>
#include <optional>

#include <ports/user/user_outbox.hpp>
#include <ports/user/users.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/application/unchanged.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// ReactivateUser: an inactive user is active again. Says user.reactivated. One who is active
// already stays as is.
//   Errors  user.not_found, user.version_mismatch
class ReactivateUser {
 public:
  struct Command {
    UserId id;
    shared::Instant at;
    std::optional<std::int64_t> expected_version;
  };

  ReactivateUser(Users& users, UserOutbox& outbox) : users_(users), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  Users& users_;
  UserOutbox& outbox_;
};

}  // namespace user
