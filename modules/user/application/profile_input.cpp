#include <user/application/profile_input.hpp>

#include <utility>

namespace user {
namespace {

// Parses what is given into its place; false, with the refusal, where it is wrong.
template <class Value, class Input>
bool take(const std::optional<Input>& input, Value& into, shared::Error& refusal) {
  if (!input) return true;
  auto parsed = Value::parse(*input);
  if (parsed) {
    into = std::move(parsed).value();
  } else {
    refusal = std::move(parsed).error();
  }
  return parsed.has_value();
}

}  // namespace

shared::Result<Profile> overwritten(Profile profile, const ProfileInput& input) {
  shared::Error refusal;
  const bool good = take(input.display_name, profile.display_name, refusal) &&
                    take(input.locale, profile.locale, refusal) &&
                    take(input.time_zone, profile.time_zone, refusal) &&
                    take(input.metadata, profile.metadata, refusal);
  if (!good) return shared::refuse(std::move(refusal));
  return profile;
}

}  // namespace user
