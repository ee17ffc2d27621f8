#include <adapters/json/billing/user_replica_handler.hpp>

#include <string>
#include <utility>

#include <boost/describe.hpp>

#include <ports/user/user_events.hpp>

#include <billing/domain/billing_errors.hpp>

#include <adapters/json/change.hpp>

namespace json {
namespace {

struct UserFacts {
  std::string email;
  std::string display_name;
  std::string time_zone;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(UserFacts, (), (email, display_name, time_zone, status))

}  // namespace

std::string_view UserReplicaHandler::aggregate_type() const { return user::events::user_aggregate; }

int UserReplicaHandler::schema_version_max() const { return user::events::user_schema_version; }

void UserReplicaHandler::want(const sync::Event& event) {
  if (const auto id = billing::CustomerId::of_user(event.key)) replica_.want(*id);
}

std::int64_t UserReplicaHandler::version(const std::string& key) {
  const auto id = billing::CustomerId::of_user(key);
  return id ? replica_.version(*id) : 0;
}

shared::Done UserReplicaHandler::apply(const sync::Event& event) {
  namespace errors = billing::errors;
  const auto id = billing::CustomerId::of_user(event.key);
  if (!id) return shared::refuse(errors::user_event_unreadable("Its key is no user's id."));
  if (event.removes) {
    replica_.drop(*id);
    return {};
  }
  auto after = read_after<UserFacts>(event.payload);
  if (!after) {
    return shared::refuse(
        shared::at_field(errors::user_event_unreadable(after.error().detail), after.error().field));
  }
  if (!*after) return shared::refuse(errors::user_event_unreadable("It says no state."));
  UserFacts& facts = **after;
  replica_.keep({.id = *id,
                 .version = event.version,
                 .email = std::move(facts.email),
                 .display_name = std::move(facts.display_name),
                 .time_zone = std::move(facts.time_zone),
                 .status = std::move(facts.status)});
  return {};
}

shared::Result<std::vector<sync::KeptField>> kept_of_user(const std::string& state) {
  auto facts = read_event<UserFacts>(state);
  if (!facts) return shared::refuse(facts.error());
  return std::vector<sync::KeptField>{{"email", std::move(facts->email)},
                                      {"display_name", std::move(facts->display_name)},
                                      {"time_zone", std::move(facts->time_zone)},
                                      {"status", std::move(facts->status)}};
}

}  // namespace json
