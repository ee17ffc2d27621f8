#pragma once

#include <optional>
#include <string>
#include <utility>

#include <ports/user/user_events.hpp>

#include <user/domain/api_key.hpp>
#include <user/domain/user.hpp>

// How the aggregates appear in events, in answers and in rows: one shape for all three.
namespace user {

inline events::UserState state_of(const User& user) {
  const auto& is = user.fields();
  return {.id = is.id.text(),
          .email = is.email.written(),
          .display_name = is.profile.display_name.text(),
          .locale = is.profile.locale.text(),
          .time_zone = is.profile.time_zone.text(),
          .metadata = is.profile.metadata.entries(),
          .status = std::string{to_text(is.status)},
          .version = is.version,
          .created_at = is.created_at,
          .updated_at = is.updated_at};
}

// The aggregate that state_of showed; nothing where the id or the status is not one of ours.
inline std::optional<User> user_of(events::UserState state) {
  const auto id = UserId::parse(state.id);
  const auto status = parse_status(state.status);
  if (!id || !status) return std::nullopt;
  return User{User::Fields{
      .id = *id,
      .email = Email::stored(std::move(state.email)),
      .profile = {.display_name = DisplayName::stored(std::move(state.display_name)),
                  .locale = Locale::stored(std::move(state.locale)),
                  .time_zone = TimeZone::stored(std::move(state.time_zone)),
                  .metadata = Metadata::stored(std::move(state.metadata))},
      .status = *status,
      .version = state.version,
      .created_at = state.created_at,
      .updated_at = state.updated_at}};
}

inline events::ApiKeyState state_of(const ApiKey& key) {
  const auto& is = key.fields();
  return {.id = is.id.text(),
          .name = is.name,
          .scopes = is.scopes,
          .version = is.version,
          .created_at = is.created_at,
          .expires_at = is.expires_at,
          .revoked_at = is.revoked_at};
}

}  // namespace user
