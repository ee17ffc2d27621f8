#pragma once

#include <string_view>
#include <vector>

#include <adapters/json/user/billing_replica_handler.hpp>
#include <adapters/json/user/json_user_outbox.hpp>
#include <adapters/json/user/subscription_replica_handler.hpp>
#include <adapters/json/user/user_json.hpp>
#include <adapters/sql/sync/sql_aggregate_states.hpp>
#include <adapters/sql/sync/sql_state_reader.hpp>
#include <adapters/sql/user/sql_api_key_views.hpp>
#include <adapters/sql/user/sql_api_keys.hpp>
#include <adapters/sql/user/sql_billing_replica.hpp>
#include <adapters/sql/user/sql_subscription_replica.hpp>
#include <adapters/sql/user/sql_user_views.hpp>
#include <adapters/sql/user/sql_users.hpp>
#include <app/copy_of.hpp>
#include <app/live_rows.hpp>
#include <app/module_lane.hpp>
#include <app/said_states.hpp>
#include <ports/billing/billing_events.hpp>
#include <ports/billing/subscription_events.hpp>
#include <ports/user/user_state.hpp>
#include <user/application/user_module.hpp>

namespace app {

// UserHost: the user module with everything it stands on. Members stand in the order of start.
struct UserHost {
  UserHost(const Machine& machine, const sql::Location& at, LaneOptions options)
      : store("user", at, machine.clock.now()),
        lane(machine, store, {&users, &api_keys, &billing_replica, &subscription_replica},
             std::move(options)) {}

  // User keeps what billing says of each user: the profile's currency, and what they are entitled
  // to by which subscription.
  std::vector<sync::Followed> hears(std::string_view source) {
    if (source != "billing") return {};
    return {{billing_profiles}, {subscriptions}};
  }
  static std::vector<CopyOf> copies(std::string_view source) {
    if (source != "billing") return {};
    namespace events = billing::events;
    return {{{std::string{events::billing_profile_aggregate}, sql::BillingReplicaRow::table(),
              {"cus_", "usr_"}},
             json::kept_of_profile},
            {{std::string{events::subscription_aggregate}, sql::SubscriptionReplicaRow::table()},
             json::kept_of_subscription}};
  }

  ModuleStore store;
  sql::SqlUsers users{store.writer};
  sql::SqlApiKeys api_keys{store.writer};
  sql::SqlBillingReplica billing_replica{store.writer};
  sql::SqlSubscriptionReplica subscription_replica{store.writer};
  ModuleLane lane;
  json::JsonUserOutbox outbox{lane.unit()};
  user::UserModule module{
      {users, users, api_keys, billing_replica, subscription_replica, outbox}};
  json::BillingReplicaHandler billing_profiles{module.keep_billing_replica};
  json::SubscriptionReplicaHandler subscriptions{module.keep_subscription_replica};
  LiveRows<user::UserId, user::User> live_users{
      user::events::user_aggregate, user::events::user_schema_version, users,
      &user::UserId::parse, [](const user::User& is) { return said(user::state_of(is)); }};
  std::vector<sync::LiveStates*> live{&live_users};
};

// UserReads: what one reading thread has of the module's database.
struct UserReads {
  explicit UserReads(const sql::Location& at) : log(at) {}

  LogAccess log;
  sql::SqlParkedKeys parked{log.session};
  sql::SqlUserViews users{log.session};
  sql::SqlApiKeyViews api_keys{log.session};
  sql::SqlBillingReplicaViews billing_replica{log.session};
  sql::SqlSubscriptionReplicaViews subscriptions{log.session};
  sql::SqlAggregateStates all_users{
      log.session, user::events::user_aggregate, sql::UserRow::table(),
      [](const sql::Query& row) { return said(user::state_of(sql::read_user(row))); }};
  sql::SqlStateReader states{log.session, "user/0", {&all_users}};
};

}  // namespace app
