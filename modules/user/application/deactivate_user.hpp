#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ports/user/user_outbox.hpp>
#include <ports/user/users.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/application/unchanged.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// DeactivateUser: the user stays, with all data, but is not active. Says user.deactivated, which
// alone keeps the reason. One who is inactive already stays as is.
//   Errors  user.reason_invalid, user.not_found, user.version_mismatch
class DeactivateUser {
 public:
  struct Command {
    UserId id;
    shared::Instant at;
    std::optional<std::int64_t> expected_version;
    std::string reason;  // may be empty
  };

  DeactivateUser(Users& users, UserOutbox& outbox) : users_(users), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  Users& users_;
  UserOutbox& outbox_;
};

}  // namespace user
