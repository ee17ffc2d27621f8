#include <adapters/json/user/billing_replica_handler.hpp>

#include <optional>
#include <string>
#include <utility>

#include <boost/describe.hpp>

#include <ports/billing/billing_events.hpp>

#include <user/domain/user_errors.hpp>

#include <adapters/json/change.hpp>

namespace json {
namespace {

struct ProfileFacts {
  std::string currency;
};
BOOST_DESCRIBE_STRUCT(ProfileFacts, (), (currency))

// A profile's key is its customer's id, which has the Uuid of the user's.
std::optional<user::UserId> user_of(std::string_view key) {
  const auto uuid = shared::parse_prefixed("cus_", key);
  if (!uuid) return std::nullopt;
  return user::UserId{*uuid};
}

}  // namespace

std::string_view BillingReplicaHandler::aggregate_type() const {
  return billing::events::billing_profile_aggregate;
}

int BillingReplicaHandler::schema_version_max() const {
  return billing::events::billing_profile_schema_version;
}

void BillingReplicaHandler::want(const sync::Event& event) {
  if (const auto id = user_of(event.key)) replica_.want(*id);
}

std::int64_t BillingReplicaHandler::version(const std::string& key) {
  const auto id = user_of(key);
  return id ? replica_.version(*id) : 0;
}

shared::Done BillingReplicaHandler::apply(const sync::Event& event) {
  namespace errors = user::errors;
  const auto id = user_of(event.key);
  if (!id) return shared::refuse(errors::billing_event_unreadable("Its key is no customer's id."));
  if (event.removes) {
    replica_.drop(*id);
    return {};
  }
  auto after = read_after<ProfileFacts>(event.payload);
  if (!after) {
    return shared::refuse(shared::at_field(errors::billing_event_unreadable(after.error().detail),
                                           after.error().field));
  }
  if (!*after) return shared::refuse(errors::billing_event_unreadable("It says no state."));
  replica_.keep({.user_id = *id, .version = event.version,
                 .currency = std::move((*after)->currency)});
  return {};
}

shared::Result<std::vector<sync::KeptField>> kept_of_profile(const std::string& state) {
  auto facts = read_event<ProfileFacts>(state);
  if (!facts) return shared::refuse(facts.error());
  return std::vector<sync::KeptField>{{"currency", std::move(facts->currency)}};
}

}  // namespace json
