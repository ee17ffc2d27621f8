#include <user/application/import_user.hpp>

#include <optional>
#include <utility>

#include <ports/user/user_state.hpp>

#include <user/domain/user_errors.hpp>

namespace user {

void ImportUser::want(const Command& command) const {
  if (const auto email = Email::parse(command.email)) by_email_.want(*email);
}

shared::Result<Imported> ImportUser::operator()(const Command& command) const {
  auto email = Email::parse(command.email);
  if (!email) return shared::refuse(email.error());
  auto user = by_email_.find(*email);
  auto profile = overwritten(user ? user->fields().profile : Profile{}, command.profile);
  if (!profile) return shared::refuse(profile.error());

  if (!user) return create(command, std::move(*email), std::move(*profile));
  return update(command, std::move(*user), std::move(*profile));
}

Imported ImportUser::create(const Command& command, Email email, Profile profile) const {
  const User user{command.id, std::move(email), std::move(profile), command.at};
  auto after = state_of(user);
  if (!command.dry_run) {
    users_.put(user);
    outbox_.append(events::UserRegistered{.after = after});
  }
  return {ImportResult::created, std::move(after)};
}

shared::Result<Imported> ImportUser::update(const Command& command, User user,
                                            Profile profile) const {
  auto before = state_of(user);
  if (!user.update_profile(std::move(profile), command.at)) {
    return Imported{ImportResult::unchanged, std::move(before)};
  }
  if (!command.update) return shared::refuse(errors::import_conflict());

  auto after = state_of(user);
  if (!command.dry_run) {
    users_.put(user);
    outbox_.append(events::UserProfileUpdated{.after = after, .before = std::move(before)});
  }
  return Imported{ImportResult::updated, std::move(after)};
}

}  // namespace user
