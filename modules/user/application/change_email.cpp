#include <user/application/change_email.hpp>

#include <utility>

#include <ports/user/user_state.hpp>

#include <user/application/found_user.hpp>
#include <user/domain/user_errors.hpp>

namespace user {

void ChangeEmail::want(const Command& command) const {
  users_.want(command.id);
  if (const auto email = Email::parse(command.email)) by_email_.want(*email);
}

shared::Result<Unchanged> ChangeEmail::operator()(const Command& command) const {
  auto email = Email::parse(command.email);
  if (!email) return shared::refuse(email.error());
  auto user = found_user(users_, command.id, command.expected_version);
  if (!user) return shared::refuse(user.error());
  const auto owner = by_email_.find(*email);
  if (owner && owner->fields().id != command.id) return shared::refuse(errors::email_taken());

  auto before = state_of(*user);
  if (!user->change_email(std::move(*email), command.at)) return before;
  users_.put(*user);
  outbox_.append(
      events::UserEmailChanged{.after = state_of(*user), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace user
