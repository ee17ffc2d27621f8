#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <ports/billing/billing_events.hpp>
#include <ports/user/user_events.hpp>

#include <sync/domain/event.hpp>

#include <tests/simulation/billing_story.hpp>
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
  std::optional<Expected<UserState>> decide(const Wish& wish, const Attempt& attempt) const;
  static bool answers(const Wish& wish, const std::string& event_type);
  static std::optional<UserState> state(const sync::Event& event);
  void apply(const sync::Event& event);
  void note(const Wish&) {}

  const std::map<std::string, UserState>& users() const { return users_; }

 private:
  Expected<UserState> add(const Wish& wish, const Attempt& attempt) const;
  bool taken(const std::string& email, const std::string& by_other_than) const;

  std::map<std::string, UserState> users_;
};

// BillingModel: what billing's log says, and what must come of the wishes for its profiles. It
// knows no users. Of tax ids and payment methods the log says only whether there is one, so their
// text comes from the wishes that took effect.
class BillingModel {
 public:
  // Nothing for what it has no opinion of: all that is not about profiles.
  std::optional<Expected<ProfileState>> decide(const Wish& wish, const Attempt& attempt) const;
  static bool answers(const Wish& wish, const std::string& event_type);
  static std::optional<ProfileState> state(const sync::Event& event);
  void apply(const sync::Event& event);
  void note(const Wish& wish);

  const std::map<std::string, ProfileState>& profiles() const { return profiles_; }
  std::string tax_id(const std::string& key) const;
  std::string payment_method(const std::string& key) const;

  BillingStory story;

 private:
  bool pays_in_another(const std::string& key, const std::string& currency) const;

  std::map<std::string, ProfileState> profiles_;
  std::map<std::string, std::string> tax_ids_;
  std::map<std::string, std::string> payment_methods_;
};

std::string lower_case(std::string text);

}  // namespace sim
