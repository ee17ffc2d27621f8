#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include <shared/domain/instant.hpp>
#include <user/domain/display_name.hpp>
#include <user/domain/email.hpp>
#include <user/domain/locale.hpp>
#include <user/domain/metadata.hpp>
#include <user/domain/time_zone.hpp>
#include <user/domain/user_id.hpp>

// User: a person (or a program) that somebody does business with.
//   Shape   an id for ever, an e-mail no other user has, a profile, active or inactive
//   Units   version counts the changes from 1; what changes nothing is no change
namespace user {

enum class Status { active, inactive };

constexpr std::string_view to_text(Status status) {
  return status == Status::active ? "active" : "inactive";
}
constexpr std::optional<Status> parse_status(std::string_view text) {
  if (text == "active") return Status::active;
  if (text == "inactive") return Status::inactive;
  return std::nullopt;
}

// Profile: what a user may change at will.
struct Profile {
  DisplayName display_name;
  Locale locale;
  TimeZone time_zone;
  Metadata metadata;

  bool operator==(const Profile&) const = default;
};

class User {
 public:
  struct Fields {
    UserId id;
    Email email;
    Profile profile;
    Status status = Status::active;
    std::int64_t version = 1;
    shared::Instant created_at;
    shared::Instant updated_at;

    bool operator==(const Fields&) const = default;
  };

  // A new user, at version 1.
  User(UserId id, Email email, Profile profile, shared::Instant at)
      : fields_{id, std::move(email), std::move(profile), Status::active, 1, at, at} {}
  // One that was, read back from a store.
  explicit User(Fields fields) : fields_{std::move(fields)} {}

  // Each answers whether anything changed.
  bool change_email(Email email, shared::Instant at);
  bool update_profile(Profile profile, shared::Instant at);
  bool deactivate(shared::Instant at);
  bool reactivate(shared::Instant at);

  const Fields& fields() const { return fields_; }
  bool operator==(const User&) const = default;

 private:
  bool changed(shared::Instant at);

  Fields fields_;
};

}  // namespace user
