#include <algorithm>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/change.hpp>
#include <adapters/json/user/user_json.hpp>

#include <tests/simulation/command_check.hpp>
#include <tests/simulation/follower_check.hpp>
#include <tests/simulation/model.hpp>
#include <tests/simulation/violation.hpp>
#include <tests/simulation/world.hpp>

namespace sim {
namespace {

template <class State>
std::optional<State> state_after(const sync::Event& event) {
  auto state = json::read_after<State>(event.payload);
  require(state.has_value(), 4, "an event that cannot be read at " + std::to_string(event.offset));
  return *state;
}

std::string user_content(const sync::Event& event) {
  const auto user = state_after<UserState>(event);
  return user->email + '|' + user->display_name + '|' + user->status;
}

std::string profile_content(const sync::Event& event) {
  return state_after<ProfileState>(event)->currency;
}

// The history that holds where this follower stands: today's, or one that a restore ended.
const LogStory* history_of(const sync::FollowerState& state, const LogStory& now,
                           const std::vector<LogStory>& lost) {
  if (now.holds(state)) return &now;
  const auto found =
      std::ranges::find_if(lost, [&](const LogStory& story) { return story.holds(state); });
  return found == lost.end() ? nullptr : &*found;
}

}  // namespace

void World::check() {
  const Disk::Quiet quiet_user{user_.machine.disk};
  const Disk::Quiet quiet_billing{billing_.machine.disk};
  std::optional<LogStory> users;
  std::optional<LogStory> profiles;
  if (user_.up()) users = read_story(user_.life().log_copy(), digest_);
  if (billing_.up()) profiles = read_story(billing_.life().log_copy(), digest_);
  if (users) check_user(*users);
  if (profiles) check_billing(*profiles, users ? &*users : nullptr);
  if (users && profiles) {
    check_follower_of(billing_, user_, *users);
    check_follower_of(user_, billing_, *profiles);
  }
  stage.count("checks");
  stage.trace.say("checked", {{"user", user_.head.offset}, {"billing", billing_.head.offset}});
}

void World::check_user(const LogStory& story) {
  CommandCheck<UserModel, UserState> commands{
      clients_.history, false, state_after<UserState>, [](const sync::Event& event) {
        throw Violation("invariant 2: user reacts to nothing, but says " + event.type);
      }};
  const auto model = commands.run(story);
  std::map<std::string, UserState> stored;
  for (auto& user : static_cast<UserLife&>(user_.life()).users()) stored[user.id] = user;
  require(stored == model.users(), 2, "the users are not what the log says");
}

void World::check_billing(const LogStory& story, const LogStory* users) {
  const auto reacted = [&](const sync::Event& event) {
    require(event.type == "billing.profile_closed", 2, "an uncalled-for reaction: " + event.type);
    if (users == nullptr || restored_) return;
    const auto user = "usr_" + event.key.substr(4);
    const auto found = users->by_key.find(user);
    require(found != users->by_key.end() && found->second.back()->removes &&
                shared::to_text(found->second.back()->id) == event.causation_id,
            2, "closed although its user was not deleted: " + event.key);
  };
  CommandCheck<ProfileModel, ProfileState> commands{clients_.history, true,
                                                    state_after<ProfileState>, reacted};
  const auto model = commands.run(story);
  for (const auto& customer : static_cast<BillingLife&>(billing_.life()).customers()) {
    const auto profile = model.profiles().find(customer.id);
    const bool has = profile != model.profiles().end();
    require(customer.has_billing_profile == has, 2, "the profiles are not what the log says");
    require(!has || (customer.version == profile->second.version &&
                     customer.currency == profile->second.currency &&
                     customer.tax_id.value_or("") == model.tax_id(customer.id)),
            2, "the profile of " + customer.id + " is not what the log says");
  }
  if (users == nullptr || restored_) return;
  // What a deletion leads to commits with the position that covers it.
  const auto copy = billing_.life().follower_copy({});
  for (const auto& [key, profile] : model.profiles()) {
    const auto found = users->by_key.find(profile.user_id);
    if (found == users->by_key.end() || !found->second.back()->removes) continue;
    const bool waits = std::ranges::any_of(
        copy.parked, [&](const sync::ParkedKey& parked) { return parked.key == profile.user_id; });
    require(waits || found->second.back()->offset > copy.state->offset, 6,
            "the profile outlived its user: " + key);
  }
}

void World::check_follower_of(Node& follower, Node& source, const LogStory& story) {
  std::vector<std::string> keys;
  for (const auto& [key, events] : story.by_key) keys.push_back(key);
  for (const auto& lost : source.lost_histories) {
    for (const auto& [key, events] : lost.by_key) keys.push_back(key);
  }
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  const auto copy = follower.life().follower_copy(keys);
  if (!copy.state) return;
  const auto* history = history_of(*copy.state, story, source.lost_histories);
  require(history != nullptr, 9, "the follower of " + source.machine.log() +
                                     " stands where no history of it ever was: " +
                                     std::to_string(copy.state->offset));
  const bool users = &source == &user_;
  check_follower(copy, *history, users ? "user" : "billing_profile",
                 users ? user_content : profile_content, digest_);
  if (history != &story) stage.count("a follower stood in a lost history");
}

// In the end: together, or stopped with a report because a source went back.
void World::check_end() {
  check();
  const Disk::Quiet quiet_user{user_.machine.disk};
  const Disk::Quiet quiet_billing{billing_.machine.disk};
  for (auto* node : {&user_, &billing_}) {
    Node& source = node == &user_ ? billing_ : user_;
    const auto now = read_story(source.life().log_copy(), digest_);
    const auto copy = node->life().follower_copy({});
    const auto name = "the follower of " + source.machine.log();
    require(copy.state.has_value(), 8, name + " never ran");
    if (!now.holds(*copy.state)) {
      require(!copy.state->stopped.empty(), 9, name + " follows a lost history and says nothing");
      stage.count("stopped by a source that went back");
      continue;
    }
    require(copy.state->stopped.empty() || restored_, 9, name + " stopped: " + copy.state->stopped);
    if (!copy.state->stopped.empty()) continue;
    require(copy.state->offset == now.events.size(), 8, name + " is not at its head");
    const bool waiting = std::ranges::any_of(
        copy.parked, [](const sync::ParkedKey& parked) { return parked.events != 0; });
    require(!waiting, 16, name + " still has parked keys");
  }
}

}  // namespace sim
