#include <user/application/register_user.hpp>

#include <utility>

#include <ports/user/user_state.hpp>

#include <user/domain/user_errors.hpp>

namespace user {

void RegisterUser::want(const Command& command) const {
  if (const auto email = Email::parse(command.email)) by_email_.want(*email);
}

shared::Result<Unchanged> RegisterUser::operator()(const Command& command) const {
  auto email = Email::parse(command.email);
  if (!email) return shared::refuse(email.error());
  auto profile = overwritten(Profile{}, command.profile);
  if (!profile) return shared::refuse(profile.error());
  if (by_email_.find(*email)) return shared::refuse(errors::email_taken());

  const User user{command.id, std::move(*email), std::move(*profile), command.at};
  users_.put(user);
  outbox_.append(events::UserRegistered{.after = state_of(user)});
  return Unchanged{};
}

}  // namespace user
