#pragma once

#include <cstdint>
#include <optional>

#include <ports/user/user_outbox.hpp>
#include <ports/user/users.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/application/profile_input.hpp>
#include <user/application/unchanged.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// UpdateProfile: some or all of a profile's fields. Says user.profile_updated.
//   Errors  user.not_found, user.version_mismatch, and those of the profile's fields
class UpdateProfile {
 public:
  struct Command {
    UserId id;
    shared::Instant at;
    std::optional<std::int64_t> expected_version;
    ProfileInput profile;
  };

  UpdateProfile(Users& users, UserOutbox& outbox) : users_(users), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  Users& users_;
  UserOutbox& outbox_;
};

}  // namespace user
