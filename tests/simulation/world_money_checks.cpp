#include <algorithm>

#include <ports/billing/subscription_events.hpp>
#include <ports/user/user_events.hpp>

#include <tests/simulation/books_check.hpp>
#include <tests/simulation/command_check.hpp>
#include <tests/simulation/model.hpp>
#include <tests/simulation/violation.hpp>
#include <tests/simulation/world.hpp>

// What must hold of billing, and of what it does because of its users' lives.
namespace sim {
namespace {

bool ended(const SubscriptionState& is) {
  return is.status == "canceled" || is.status == "incomplete_expired";
}

// The last event by which a user came, went or was gone, up to that offset.
const sync::Event* last_turn(const std::vector<const sync::Event*>& events, sync::Offset through) {
  const sync::Event* last = nullptr;
  for (const auto* event : events) {
    if (event->offset > through) break;
    if (event->type == user::events::UserDeactivated::type ||
        event->type == user::events::UserReactivated::type || event->removes) {
      last = event;
    }
  }
  return last;
}

}  // namespace

void World::check_billing(const LogStory& story, const LogStory* users) {
  CommandCheck<BillingModel> commands{
      clients_.history, true, billing_.works,
      [&](const sync::Event& event) { check_reaction(event, users); }};
  const auto model = commands.run(story);
  model.story.settle();
  const auto shelf = billing_life().shelf();
  for (const auto& customer : shelf.customers) {
    const auto profile = model.profiles().find(customer.id);
    const bool has = profile != model.profiles().end();
    require(customer.has_billing_profile == has, 2, "the profiles are not what the log says");
    require(!has || (customer.version == profile->second.version &&
                     customer.currency == profile->second.currency &&
                     customer.tax_id.value_or("") == model.tax_id(customer.id) &&
                     customer.payment_method.value_or("") == model.payment_method(customer.id)),
            2, "the profile of " + customer.id + " is not what the log says");
  }
  if (ended_) count_events(story);
  check_tables(shelf, model.story);
  check_books(shelf, model.story);
  entries_seen_.look(shelf);
  check_money(gateway_, model.story, ended_ && !restored_);
  if (users != nullptr && !restored_) check_lives(model, *users);
}

void World::count_events(const LogStory& story) {
  for (const auto& event : story.events) stage.count("said " + event.type);
}

// What billing does on its own account: because of the end, or a turn, of that very user's life.
void World::check_reaction(const sync::Event& event, const LogStory* users) const {
  if (users == nullptr || restored_) return;
  const auto& events = users->events;
  const auto cause = std::ranges::find_if(events, [&](const sync::Event& each) {
    return shared::to_text(each.id) == event.causation_id;
  });
  require(cause != events.end(), 2, "nothing led to " + event.type + " of " + event.key);
  const bool closes = event.type == "billing.profile_closed";
  const bool turns = cause->type == user::events::UserDeactivated::type ||
                     cause->type == user::events::UserReactivated::type;
  require(cause->removes || (turns && !closes), 2,
          cause->type + " led to " + event.type + " of " + event.key);
  require(!closes || cause->key.substr(4) == event.key.substr(4), 2,
          "closed although its user was not deleted: " + event.key);
}

// What a turn of a user's life leads to commits with the position that covers it.
void World::check_lives(const BillingModel& model, const LogStory& users) {
  const auto copy = billing_.life().follower_copy("user/0");
  const auto covered = [&](const std::string& user) {
    return !discarded_.contains(user) &&
           std::ranges::none_of(copy.parked,
                                [&](const sync::ParkedKey& parked) { return parked.key == user; });
  };
  const auto turn = [&](const std::string& user) -> const sync::Event* {
    const auto found = users.by_key.find(user);
    if (found == users.by_key.end() || !covered(user)) return nullptr;
    return last_turn(found->second, copy.state ? copy.state->offset : 0);
  };
  for (const auto& [key, profile] : model.profiles()) {
    const auto* last = turn(profile.user_id);
    require(last == nullptr || !last->removes, 6, "the profile outlived its user: " + key);
  }
  for (const auto& [id, is] : model.story.subscriptions) {
    const auto* last = turn(is.user_id);
    if (last == nullptr || ended(is)) continue;
    require(!last->removes, 14, "the subscription outlived its user: " + id);
    const bool away = last->type == user::events::UserDeactivated::type;
    require(away == (is.status == "paused"), 14,
            is.status + ", and its user " + last->type + ": " + id);
  }
}

}  // namespace sim
