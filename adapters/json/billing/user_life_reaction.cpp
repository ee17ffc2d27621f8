#include <adapters/json/billing/user_life_reaction.hpp>

#include <ports/user/user_events.hpp>
#include <shared/domain/planted_bug.hpp>

namespace json {

namespace events = user::events;

// A key that is no user's id parks with the replica's handler, which says so.
void UserLifeReaction::want(const sync::Event& event) {
  const auto id = billing::CustomerId::of_user(event.key);
  if (!id) return;
  if (event.type == events::UserDeleted::type) end_.want(*id);
  if (event.type == events::UserDeactivated::type || event.type == events::UserReactivated::type)
    follow_.want(*id);
}

shared::Done UserLifeReaction::react(const sync::Event& event, shared::Instant at) {
  const auto id = billing::CustomerId::of_user(event.key);
  if (!id) return {};
  if (event.type == events::UserDeleted::type && !SIM_BUG("reaction_lost")) {
    return end_(*id, at);
  }
  if (event.type == events::UserDeactivated::type) {
    return follow_.deactivated(*id, at);
  }
  if (event.type == events::UserReactivated::type) {
    return follow_.reactivated(*id, at);
  }
  return {};
}

}  // namespace json
