#include <user/application/update_profile.hpp>

#include <utility>

#include <ports/user/user_state.hpp>

#include <user/application/found_user.hpp>

namespace user {

void UpdateProfile::want(const Command& command) const { users_.want(command.id); }

shared::Result<Unchanged> UpdateProfile::operator()(const Command& command) const {
  auto user = found_user(users_, command.id, command.expected_version);
  if (!user) return shared::refuse(user.error());
  auto profile = overwritten(user->fields().profile, command.profile);
  if (!profile) return shared::refuse(profile.error());

  auto before = state_of(*user);
  if (!user->update_profile(std::move(*profile), command.at)) return before;
  users_.put(*user);
  outbox_.append(
      events::UserProfileUpdated{.after = state_of(*user), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace user
