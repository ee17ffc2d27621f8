#pragma once

#include <adapters/json/billing/json_billing_outbox.hpp>
#include <adapters/json/billing/user_deleted_reaction.hpp>
#include <adapters/json/billing/user_replica_handler.hpp>
#include <adapters/sql/billing/sql_billing_profiles.hpp>
#include <adapters/sql/billing/sql_customer_views.hpp>
#include <adapters/sql/billing/sql_user_replica.hpp>
#include <app/module_lane.hpp>
#include <billing/application/billing_module.hpp>

namespace app {

// BillingHost: the billing module with everything it stands on. Members stand in the order of
// start.
struct BillingHost {
  BillingHost(const Machine& machine, const sql::Location& at, LaneOptions options)
      : store("billing", at, machine.clock.now()),
        lane(machine, store, {&user_replica, &profiles}, std::move(options)) {}

  ModuleStore store;
  sql::SqlUserReplica user_replica{store.writer};
  sql::SqlBillingProfiles profiles{store.writer};
  ModuleLane lane;
  json::JsonBillingOutbox outbox{lane.unit()};
  billing::BillingModule module{{user_replica, profiles, outbox}};
  json::UserReplicaHandler users{module.keep_user_replica};
  json::UserDeletedReaction user_deleted{module.close_profile_of_deleted_user};
};

// BillingReads: what one reading thread has of the module's database.
struct BillingReads {
  explicit BillingReads(const sql::Location& at) : log(at) {}

  LogAccess log;
  sql::SqlParkedKeys parked{log.session};
  sql::SqlCustomerViews customers{log.session};
};

}  // namespace app
