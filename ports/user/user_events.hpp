#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <shared/domain/instant.hpp>

// What the user module publishes: plain facts, all at schema version 1. Any module may follow them.
//   Shape   each says the aggregate's whole state after the change, and before it where one was;
//           on the wire {"after":{...}|null,"before":{...}|null}, with `reason` on user.deactivated
//   Units   version counts the aggregate's changes from 1; user.deleted is one more change
namespace user::events {

// UserState: a user as everybody may see it, and as the HTTP face shows it.
struct UserState {
  std::string id;     // "usr_..."
  std::string email;  // as it was written
  std::string display_name;
  std::string locale;
  std::string time_zone;
  std::map<std::string, std::string> metadata;
  std::string status;  // "active" | "inactive"
  std::int64_t version = 0;
  shared::Instant created_at;
  shared::Instant updated_at;

  bool operator==(const UserState&) const = default;
};

struct UserRegistered {
  static constexpr std::string_view type = "user.registered";
  UserState after;
};
struct UserEmailChanged {
  static constexpr std::string_view type = "user.email_changed";
  UserState after;
  UserState before;
};
struct UserProfileUpdated {
  static constexpr std::string_view type = "user.profile_updated";
  UserState after;
  UserState before;
};
struct UserDeactivated {
  static constexpr std::string_view type = "user.deactivated";
  UserState after;
  UserState before;
  std::string reason;  // may be empty
};
struct UserReactivated {
  static constexpr std::string_view type = "user.reactivated";
  UserState after;
  UserState before;
};
// Ends the aggregate: its key is never used again.
struct UserDeleted {
  static constexpr std::string_view type = "user.deleted";
  UserState before;
};

using UserEvent = std::variant<UserRegistered, UserEmailChanged, UserProfileUpdated,
                               UserDeactivated, UserReactivated, UserDeleted>;

inline constexpr std::string_view user_aggregate = "user";  // key: "usr_..."
inline constexpr int user_schema_version = 1;

// ApiKeyState: an API key without anything that would let one in: neither secret nor hash.
struct ApiKeyState {
  std::string id;  // "key_..."
  std::string name;
  std::vector<std::string> scopes;
  std::int64_t version = 0;
  shared::Instant created_at;
  std::optional<shared::Instant> expires_at;
  std::optional<shared::Instant> revoked_at;

  bool operator==(const ApiKeyState&) const = default;
};

struct ApiKeyCreated {
  static constexpr std::string_view type = "api_key.created";
  ApiKeyState after;
};
// The key stays on record as revoked; the aggregate does not end.
struct ApiKeyRevoked {
  static constexpr std::string_view type = "api_key.revoked";
  ApiKeyState after;
  ApiKeyState before;
};

using ApiKeyEvent = std::variant<ApiKeyCreated, ApiKeyRevoked>;

inline constexpr std::string_view api_key_aggregate = "api_key";  // key: "key_..."
inline constexpr int api_key_schema_version = 1;

}  // namespace user::events
