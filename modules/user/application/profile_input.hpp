#pragma once

#include <optional>
#include <string>

#include <shared/domain/result.hpp>
#include <user/domain/metadata.hpp>
#include <user/domain/user.hpp>

namespace user {

// ProfileInput: a profile as a caller writes it; what is missing stays as it is (a new user's is
// the empty name, "en", "UTC" and no metadata). Metadata that is given replaces all there was.
struct ProfileInput {
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  std::optional<std::string> time_zone;
  std::optional<Metadata::Entries> metadata;
};

// The profile with the input written over it, or the refusal of the first field that is wrong.
shared::Result<Profile> overwritten(Profile profile, const ProfileInput& input);

}  // namespace user
