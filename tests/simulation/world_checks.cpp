#include <algorithm>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/change.hpp>
#include <adapters/json/user/user_json.hpp>

#include <tests/simulation/command_check.hpp>
#include <tests/simulation/follower_check.hpp>
#include <tests/simulation/model.hpp>
#include <tests/simulation/tally_check.hpp>
#include <tests/simulation/violation.hpp>
#include <tests/simulation/world.hpp>

namespace sim {
namespace {

template <class State>
State state_after(const sync::Event& event) {
  auto state = json::read_after<State>(event.payload);
  require(state && *state, 4, "an event that cannot be read at " + std::to_string(event.offset));
  return **state;
}

std::string user_content(const sync::Event& event) {
  const auto user = state_after<UserState>(event);
  return user.email + '|' + user.display_name + '|' + user.status;
}

std::string profile_content(const sync::Event& event) {
  return state_after<ProfileState>(event).currency;
}

std::string subscription_content(const sync::Event& event) {
  const auto is = state_after<SubscriptionState>(event);
  return entitlement_text({.id = is.id,
                           .user_id = *user::UserId::parse(is.user_id),
                           .product_id = is.product_id,
                           .status = is.status,
                           .entitled = is.entitled,
                           .entitlements = is.entitlements,
                           .current_period_end = is.current_period_end});
}

// Of all the histories that this log ever had: its keys, and whose the subscriptions are.
struct Keys {
  std::set<std::string> keys;
  std::set<std::string> users;

  void add(const LogStory& story) {
    for (const auto& [key, events] : story.by_key) {
      keys.insert(key);
      if (events.front()->aggregate_type == billing::events::subscription_aggregate) {
        users.insert(state_after<SubscriptionState>(*events.front()).user_id);
      }
    }
  }
};

std::vector<std::string> list(const std::set<std::string>& set) { return {set.begin(), set.end()}; }

// What a copy must hold of each type that it follows.
std::vector<Held> held_by(Life& life, const std::string& source, const Keys& keys) {
  std::vector<Held> held;
  if (source == "user/0") {
    held.push_back({"user", life.rows("user", list(keys.keys)), user_content});
  } else {
    const std::string profile{billing::events::billing_profile_aggregate};
    const std::string subscription{billing::events::subscription_aggregate};
    held.push_back({profile, life.rows(profile, list(keys.keys)), profile_content});
    held.push_back({subscription, life.rows(subscription, list(keys.users)), subscription_content});
  }
  return held;
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
  std::vector<std::unique_ptr<Disk::Quiet>> quiet;
  Stories stories;
  for (auto* node : nodes_) {
    quiet.push_back(std::make_unique<Disk::Quiet>(node->machine.disk));
    if (!node->up()) continue;
    stories.emplace(node, read_story(node->life().log_copy(), digest_, verified_[node]));
  }
  const auto told = [&](const Node& node) -> const LogStory* {
    const auto found = stories.find(&node);
    return found == stories.end() ? nullptr : &found->second;
  };
  if (const auto* users = told(user_)) check_user(*users);
  if (const auto* billing = told(billing_)) check_billing(*billing, told(user_));
  for (auto* node : nodes_) {
    if (stories.contains(node)) check_followers_of(*node, stories);
  }
  if (insight_ && stories.contains(&*insight_)) check_tallies(stories);
  if (webhooks_ && stories.contains(&webhooks_->node())) check_webhooks(stories);
  stage.count("checks");
  stage.trace.say("checked", {{"user", user_.head.offset}, {"billing", billing_.head.offset}});
}

void World::check_user(const LogStory& story) {
  CommandCheck<UserModel> commands{clients_.history, false, user_.works,
                                   [](const sync::Event& event) {
                                     throw Violation(
                                         "invariant 2: user reacts to nothing, but says " +
                                         event.type);
                                   }};
  const auto model = commands.run(story);
  std::map<std::string, UserState> stored;
  for (auto& user : static_cast<UserLife&>(user_.life()).users()) stored[user.id] = user;
  require(stored == model.users(), 2, "the users are not what the log says");
}

void World::check_followers_of(Node& node, const Stories& stories) {
  for (auto* source : node.sources()) {
    const auto story = stories.find(source);
    if (story == stories.end()) continue;
    const auto log = source->machine.log();
    const auto copy = node.life().follower_copy(log);
    if (!copy.state) continue;
    const auto* history = history_of(*copy.state, story->second, source->lost_histories);
    require(history != nullptr, 9, "the follower of " + log +
                                       " stands where no history of it ever was: " +
                                       std::to_string(copy.state->offset));
    if (history != &story->second) stage.count("a follower stood in a lost history");
    check_parked(copy, *history);
    if (&node != &user_ && &node != &billing_) continue;
    Keys keys;
    keys.add(story->second);
    for (const auto& lost : source->lost_histories) keys.add(lost);
    for (const auto& held : held_by(node.life(), log, keys)) {
      check_replica(copy, *history, held, digest_);
    }
  }
}

void World::check_tallies(const Stories& stories) {
  std::map<std::string, std::int64_t> due;
  for (auto* source : insight_->sources()) {
    const auto story = stories.find(source);
    if (story == stories.end()) return;
    const auto copy = insight_->life().follower_copy(source->machine.log());
    if (!copy.state) continue;
    const auto* history = history_of(*copy.state, story->second, source->lost_histories);
    add_tallies(due, *history, copy);
  }
  const auto counted = static_cast<InsightLife&>(insight_->life()).tallies();
  for (const auto& [key, value] : counted) due[key] -= value;
  for (const auto& [key, difference] : due) {
    require(difference == 0, 6, "the tally of " + key + " is off by " + std::to_string(difference));
  }
}

void World::check_webhooks(const Stories& stories) {
  auto& node = webhooks_->node();
  Webhooks::Histories histories;
  for (auto* source : node.sources()) {
    const auto story = stories.find(source);
    const auto copy = node.life().follower_copy(source->machine.log());
    if (story == stories.end() || !copy.state) continue;
    histories.emplace(source->machine.log(),
                      history_of(*copy.state, story->second, source->lost_histories));
  }
  webhooks_->check(stories.at(&node), histories, ended_);
}

// In the end: together, or stopped with a report because a source went back.
void World::check_end() {
  ended_ = true;
  check();
  for (auto* node : nodes_) {
    const Disk::Quiet quiet{node->machine.disk};
    for (auto* source : node->sources()) {
      const auto log = source->machine.log();
      const Disk::Quiet quiet_source{source->machine.disk};
      const auto now = read_story(source->life().log_copy(), digest_, verified_[source]);
      const auto copy = node->life().follower_copy(log);
      const auto name = node->machine.module + "'s follower of " + log;
      require(copy.state.has_value(), 8, name + " never ran");
      if (!now.holds(*copy.state)) {
        require(!copy.state->stopped.empty(), 9, name + " follows a lost history and says nothing");
        stage.count("stopped by a source that went back");
        continue;
      }
      require(copy.state->stopped.empty() || restored_, 9,
              name + " stopped: " + copy.state->stopped);
      if (!copy.state->stopped.empty()) continue;
      require(copy.state->offset == now.events.size(), 8, name + " is not at its head");
      const bool waiting = std::ranges::any_of(
          copy.parked, [](const sync::ParkedKey& parked) { return parked.events != 0; });
      require(!waiting, 16, name + " still has parked keys");
    }
  }
}

}  // namespace sim
