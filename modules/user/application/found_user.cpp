#include <user/application/found_user.hpp>

#include <utility>

#include <user/domain/user_errors.hpp>

namespace user {

shared::Result<User> found_user(Users& users, const UserId& id,
                                std::optional<std::int64_t> expected_version) {
  auto user = users.find(id);
  if (!user) return shared::refuse(errors::not_found());
  if (expected_version && *expected_version != user->fields().version) {
    return shared::refuse(errors::version_mismatch());
  }
  return std::move(*user);
}

}  // namespace user
