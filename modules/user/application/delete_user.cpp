#include <user/application/delete_user.hpp>

#include <ports/user/user_state.hpp>

#include <user/application/found_user.hpp>

namespace user {

void DeleteUser::want(const Command& command) const { users_.want(command.id); }

shared::Done DeleteUser::operator()(const Command& command) const {
  const auto user = found_user(users_, command.id, command.expected_version);
  if (!user) return shared::refuse(user.error());

  users_.remove(command.id);
  outbox_.append(events::UserDeleted{.before = state_of(*user)});
  return {};
}

}  // namespace user
