#include <adapters/json/user/subscription_replica_handler.hpp>

#include <string>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

#include <ports/billing/subscription_events.hpp>

#include <user/domain/user_errors.hpp>

#include <adapters/json/change.hpp>

namespace json {
namespace {

struct Facts {
  std::string user_id;
  std::string product_id;
  std::string status;
  bool entitled = false;
  std::vector<std::string> entitlements;
  std::string current_period_end;
};
BOOST_DESCRIBE_STRUCT(Facts, (),
                      (user_id, product_id, status, entitled, entitlements, current_period_end))

}  // namespace

std::string_view SubscriptionReplicaHandler::aggregate_type() const {
  return billing::events::subscription_aggregate;
}

shared::Done SubscriptionReplicaHandler::apply(const sync::Event& event) {
  namespace errors = user::errors;
  if (event.removes) {
    replica_.drop(event.key);
    return {};
  }
  auto after = read_after<Facts>(event.payload);
  if (!after) {
    return shared::refuse(shared::at_field(errors::billing_event_unreadable(after.error().detail),
                                           after.error().field));
  }
  if (!*after) return shared::refuse(errors::billing_event_unreadable("It says no state."));
  Facts& facts = **after;
  const auto user_id = user::UserId::parse(facts.user_id);
  if (!user_id) return shared::refuse(errors::billing_event_unreadable("It names no user."));
  replica_.keep({.id = event.key,
                 .version = event.version,
                 .user_id = *user_id,
                 .product_id = std::move(facts.product_id),
                 .status = std::move(facts.status),
                 .entitled = facts.entitled,
                 .entitlements = std::move(facts.entitlements),
                 .current_period_end = std::move(facts.current_period_end)});
  return {};
}

shared::Result<std::vector<sync::KeptField>> kept_of_subscription(const std::string& state) {
  auto facts = read_event<Facts>(state);
  if (!facts) return shared::refuse(facts.error());
  std::string entitlements;  // as they stand in one text
  for (const auto& one : facts->entitlements) {
    entitlements += (entitlements.empty() ? "" : " ") + one;
  }
  return std::vector<sync::KeptField>{{"user_id", std::move(facts->user_id)},
                                      {"product_id", std::move(facts->product_id)},
                                      {"status", std::move(facts->status)},
                                      {"entitled", facts->entitled ? "1" : "0"},
                                      {"entitlements", std::move(entitlements)},
                                      {"current_period_end", std::move(facts->current_period_end)}};
}

}  // namespace json
