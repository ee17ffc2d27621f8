#include <user/application/reactivate_user.hpp>

#include <utility>

#include <ports/user/user_state.hpp>

#include <user/application/found_user.hpp>

namespace user {

void ReactivateUser::want(const Command& command) const { users_.want(command.id); }

shared::Result<Unchanged> ReactivateUser::operator()(const Command& command) const {
  auto user = found_user(users_, command.id, command.expected_version);
  if (!user) return shared::refuse(user.error());

  auto before = state_of(*user);
  if (!user->reactivate(command.at)) return before;
  users_.put(*user);
  outbox_.append(
      events::UserReactivated{.after = state_of(*user), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace user
