#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <ports/billing/billing_events.hpp>
#include <ports/user/user_events.hpp>

#include <tests/simulation/operation.hpp>

// The model: what the modules should do, written down a second time, as plainly as possible: one
// thread, maps, no store, no batch, no failure.
namespace sim {

using UserState = user::events::UserState;
using ProfileState = billing::events::BillingProfileState;

// Expected: what a wish comes to: a refusal's code, or an event, or neither (nothing to change).
template <class State>
struct Expected {
  std::string refusal = {};
  std::string event_type = {};
  std::optional<State> after = {};  // nothing: the aggregate ends
};

// UserModel: the users, as far as the log says.
class UserModel {
 public:
  Expected<UserState> decide(const Wish& wish, const Attempt& attempt) const;
  void apply(const std::string& key, const std::optional<UserState>& after);

  const std::map<std::string, UserState>& users() const { return users_; }

 private:
  Expected<UserState> add(const Wish& wish, const Attempt& attempt) const;
  bool taken(const std::string& email, const std::string& by_other_than) const;

  std::map<std::string, UserState> users_;
};

// ProfileModel: billing's own profiles, as far as its log says. It knows no users. Of tax ids the
// log says only whether there is one, so their text comes from the wishes that took effect.
class ProfileModel {
 public:
  Expected<ProfileState> decide(const Wish& wish, const Attempt& attempt) const;
  void apply(const std::string& key, const std::optional<ProfileState>& after);
  void note(const Wish& wish);

  const std::map<std::string, ProfileState>& profiles() const { return profiles_; }
  std::string tax_id(const std::string& key) const;

 private:
  std::map<std::string, ProfileState> profiles_;
  std::map<std::string, std::string> tax_ids_;
};

std::string lower_case(std::string text);

}  // namespace sim
