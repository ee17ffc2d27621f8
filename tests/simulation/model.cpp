#include <tests/simulation/model.hpp>

#include <algorithm>

namespace sim {
namespace {

template <class State>
Expected<State> refused(const char* code) {
  return {.refusal = code};
}

// The next version of a user, or nothing to do where it is as it was.
Expected<UserState> changed(const char* type, const UserState& before, UserState after,
                            shared::Instant at) {
  if (after == before) return {};
  ++after.version;
  after.updated_at = at;
  return {.event_type = type, .after = std::move(after)};
}

}  // namespace

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Expected<UserState> UserModel::decide(const Wish& wish, const Attempt& attempt) const {
  if (wish.verb == Verb::register_user) return add(wish, attempt);
  if (wish.verb == Verb::change_email && wish.email == invalid_email) {
    return refused<UserState>("user.email_invalid");
  }
  const auto found = users_.find(shared::prefixed("usr_", wish.user));
  if (found == users_.end()) return refused<UserState>("user.not_found");
  const auto& user = found->second;
  if (wish.expected_version && *wish.expected_version != user.version) {
    return refused<UserState>("user.version_mismatch");
  }
  UserState after = user;
  switch (wish.verb) {
    case Verb::change_email:
      if (taken(wish.email, user.id)) return refused<UserState>("user.email_taken");
      after.email = wish.email;
      return changed("user.email_changed", user, std::move(after), attempt.at);
    case Verb::update_profile:
      after.display_name = wish.display_name.value_or(after.display_name);
      after.locale = wish.locale.value_or(after.locale);
      return changed("user.profile_updated", user, std::move(after), attempt.at);
    case Verb::deactivate:
      after.status = "inactive";
      return changed("user.deactivated", user, std::move(after), attempt.at);
    case Verb::reactivate:
      after.status = "active";
      return changed("user.reactivated", user, std::move(after), attempt.at);
    default:
      return {.event_type = "user.deleted"};
  }
}

Expected<UserState> UserModel::add(const Wish& wish, const Attempt& attempt) const {
  if (wish.email == invalid_email) return refused<UserState>("user.email_invalid");
  if (taken(wish.email, "")) return refused<UserState>("user.email_taken");
  UserState user;
  user.id = shared::prefixed("usr_", attempt.new_id);
  user.email = wish.email;
  user.display_name = wish.display_name.value_or("");
  user.locale = wish.locale.value_or("en");
  user.time_zone = "UTC";
  user.status = "active";
  user.version = 1;
  user.created_at = user.updated_at = attempt.at;
  return {.event_type = "user.registered", .after = std::move(user)};
}

bool UserModel::taken(const std::string& email, const std::string& by_other_than) const {
  return std::ranges::any_of(users_, [&](const auto& entry) {
    return entry.first != by_other_than && lower_case(entry.second.email) == lower_case(email);
  });
}

void UserModel::apply(const std::string& key, const std::optional<UserState>& after) {
  if (after) {
    users_[key] = *after;
  } else {
    users_.erase(key);
  }
}

Expected<ProfileState> ProfileModel::decide(const Wish& wish, const Attempt&) const {
  const auto id = shared::prefixed("cus_", wish.user);
  const auto found = profiles_.find(id);
  const std::int64_t version = found == profiles_.end() ? 0 : found->second.version;
  if (wish.expected_version && *wish.expected_version != version) {
    return refused<ProfileState>("billing.version_mismatch");
  }
  if (wish.currency == invalid_currency) return refused<ProfileState>("billing.currency_unknown");
  if (version == 0 && !wish.currency) return refused<ProfileState>("billing.currency_required");
  ProfileState after;
  after.id = id;
  after.user_id = shared::prefixed("usr_", wish.user);
  if (version != 0) after = found->second;
  const bool same_tax_id = !wish.tax_id || *wish.tax_id == tax_id(id);
  if (version != 0 && same_tax_id && wish.currency.value_or(after.currency) == after.currency) {
    return {};
  }
  after.currency = wish.currency.value_or(after.currency);
  if (wish.tax_id) after.has_tax_id = !wish.tax_id->empty();
  ++after.version;
  return {.event_type = version == 0 ? "billing.profile_opened" : "billing.profile_changed",
          .after = std::move(after)};
}

void ProfileModel::apply(const std::string& key, const std::optional<ProfileState>& after) {
  if (after) {
    profiles_[key] = *after;
  } else {
    profiles_.erase(key);
    tax_ids_.erase(key);
  }
}

std::string ProfileModel::tax_id(const std::string& key) const {
  const auto found = tax_ids_.find(key);
  return found == tax_ids_.end() ? std::string{} : found->second;
}

void ProfileModel::note(const Wish& wish) {
  if (wish.tax_id) tax_ids_[shared::prefixed("cus_", wish.user)] = *wish.tax_id;
}

}  // namespace sim
