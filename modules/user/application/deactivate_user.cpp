#include <user/application/deactivate_user.hpp>

#include <cstddef>
#include <utility>

#include <ports/user/user_state.hpp>

#include <shared/domain/text.hpp>
#include <user/application/found_user.hpp>
#include <user/domain/user_errors.hpp>

namespace user {

void DeactivateUser::want(const Command& command) const { users_.want(command.id); }

shared::Result<Unchanged> DeactivateUser::operator()(const Command& command) const {
  constexpr std::size_t reason_code_points_max = 500;
  if (!shared::is_line(command.reason, reason_code_points_max)) {
    return shared::refuse(errors::reason_invalid());
  }
  auto user = found_user(users_, command.id, command.expected_version);
  if (!user) return shared::refuse(user.error());

  auto before = state_of(*user);
  if (!user->deactivate(command.at)) return before;
  users_.put(*user);
  outbox_.append(events::UserDeactivated{
      .after = state_of(*user), .before = std::move(before), .reason = command.reason});
  return Unchanged{};
}

}  // namespace user
