#include <adapters/json/billing/user_deleted_reaction.hpp>

#include <optional>

#include <ports/user/user_events.hpp>

namespace json {
namespace {

std::optional<billing::CustomerId> deleted(const sync::Event& event) {
  if (event.type != user::events::UserDeleted::type) return std::nullopt;
  return billing::CustomerId::of_user(event.key);
}

}  // namespace

void UserDeletedReaction::want(const sync::Event& event) {
  if (const auto id = deleted(event)) close_.want(*id);
}

shared::Done UserDeletedReaction::react(const sync::Event& event) {
  if (const auto id = deleted(event)) close_(*id);
  return {};
}

}  // namespace json
