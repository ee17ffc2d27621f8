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

// ChangeEmail: another address, or the same one written otherwise. Says user.email_changed.
//   Errors  user.email_invalid, user.email_taken, user.not_found, user.version_mismatch
class ChangeEmail {
 public:
  struct Command {
    UserId id;
    shared::Instant at;
    std::optional<std::int64_t> expected_version;
    std::string email;
  };

  ChangeEmail(Users& users, UsersByEmail& by_email, UserOutbox& outbox)
      : users_(users), by_email_(by_email), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  Users& users_;
  UsersByEmail& by_email_;
  UserOutbox& outbox_;
};

}  // namespace user
