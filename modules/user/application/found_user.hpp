#pragma once

#include <cstdint>
#include <optional>

#include <ports/user/users.hpp>

#include <shared/domain/result.hpp>
#include <user/domain/user.hpp>

namespace user {

// The user a command is about, or user.not_found; user.version_mismatch where the caller named a
// version (If-Match) that is not the current one.
shared::Result<User> found_user(Users& users, const UserId& id,
                                std::optional<std::int64_t> expected_version);

}  // namespace user
