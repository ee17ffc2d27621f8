#include <user/domain/user.hpp>

namespace user {

bool User::change_email(Email email, shared::Instant at) {
  if (email == fields_.email) return false;
  fields_.email = std::move(email);
  return changed(at);
}

bool User::update_profile(Profile profile, shared::Instant at) {
  if (profile == fields_.profile) return false;
  fields_.profile = std::move(profile);
  return changed(at);
}

bool User::deactivate(shared::Instant at) {
  if (fields_.status == Status::inactive) return false;
  fields_.status = Status::inactive;
  return changed(at);
}

bool User::reactivate(shared::Instant at) {
  if (fields_.status == Status::active) return false;
  fields_.status = Status::active;
  return changed(at);
}

bool User::changed(shared::Instant at) {
  ++fields_.version;
  fields_.updated_at = at;
  return true;
}

}  // namespace user
