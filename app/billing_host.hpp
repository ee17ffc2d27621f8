#pragma once

#include <string_view>
#include <vector>

#include <adapters/gateway/billing/simulated_gateway_records.hpp>
#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/billing/json_billing_outbox.hpp>
#include <adapters/json/billing/user_life_reaction.hpp>
#include <adapters/json/billing/user_replica_handler.hpp>
#include <adapters/sql/billing/billing_tables.hpp>
#include <adapters/sql/billing/sql_catalogue_views.hpp>
#include <adapters/sql/billing/sql_customer_views.hpp>
#include <adapters/sql/billing/sql_due_views.hpp>
#include <adapters/sql/billing/sql_invoice_views.hpp>
#include <adapters/sql/billing/sql_ledger_views.hpp>
#include <adapters/sql/billing/sql_payment_views.hpp>
#include <adapters/sql/billing/sql_subscription_views.hpp>
#include <adapters/sql/sync/sql_aggregate_states.hpp>
#include <adapters/sql/sync/sql_state_reader.hpp>
#include <adapters/zones/billing/iana_time_zones.hpp>
#include <app/copy_of.hpp>
#include <app/live_rows.hpp>
#include <app/module_lane.hpp>
#include <app/said_states.hpp>
#include <billing/application/billing_module.hpp>
#include <ports/billing/billing_states.hpp>
#include <ports/billing/profile_state.hpp>
#include <ports/user/user_events.hpp>

namespace app {

// BillingHost: the billing module with everything it stands on. Members stand in the order of
// start.
struct BillingHost {
  BillingHost(const Machine& machine, const sql::Location& at, LaneOptions options,
              const billing::BillingRules& rules)
      : store("billing", at, machine.clock.now()),
        lane(machine, store, tables.all(), std::move(options)),
        module(tables.ports(outbox, zones), rules) {}

  // Billing keeps a copy of every user, and their subscriptions follow what happens to them.
  std::vector<sync::Followed> hears(std::string_view source) {
    if (source != "user") return {};
    return {{users, &user_life}};
  }
  static std::vector<CopyOf> copies(std::string_view source) {
    if (source != "user") return {};
    return {{{std::string{user::events::user_aggregate}, sql::UserReplicaRow::table()},
             json::kept_of_user}};
  }

  ModuleStore store;
  sql::BillingTables tables{store.writer};
  zones::IanaTimeZones zones;
  ModuleLane lane;
  json::JsonBillingOutbox outbox{lane.unit()};
  billing::BillingModule module;
  json::UserReplicaHandler users{module.keep_user_replica};
  json::UserLifeReaction user_life{module.follow_user_status, module.end_customer_of_deleted_user};
  LiveRows<billing::CustomerId, billing::BillingProfile> live_profiles{
      billing::events::billing_profile_aggregate, billing::events::billing_profile_schema_version,
      tables.profiles, &billing::CustomerId::parse,
      [](const billing::BillingProfile& is) { return said(billing::state_of(is)); }};
  LiveRows<billing::SubscriptionId, billing::Subscription> live_subscriptions{
      billing::events::subscription_aggregate, 1, tables.subscriptions,
      &billing::SubscriptionId::parse,
      [](const billing::Subscription& is) { return said(billing::state_of(is)); }};
  std::vector<sync::LiveStates*> live{&live_profiles, &live_subscriptions};
};

// BillingReads: what one reading thread has of the module's database.
struct BillingReads {
  BillingReads(const sql::Location& at, const sql::Location& gateway_at)
      : log(at), gateway(gateway_at) {}

  LogAccess log;
  sql::SqlParkedKeys parked{log.session};
  sql::SqlCustomerViews customers{log.session};
  sql::SqlCatalogueViews catalogue{log.session};
  sql::SqlSubscriptionViews subscriptions{log.session};
  sql::SqlInvoiceViews invoices{log.session};
  sql::SqlPaymentViews payments{log.session};
  sql::SqlLedgerViews ledger{log.session};
  sql::SqlDueViews due{log.session};
  gateway::SimulatedGatewayRecords gateway;
  sql::SqlAggregateStates all_profiles{
      log.session, billing::events::billing_profile_aggregate, sql::BillingProfileRow::table(),
      [](const sql::Query& row) {
        return said(billing::state_of(sql::BillingProfileRow::read(row)));
      },
      {"cus_", "usr_"}};
  sql::SqlAggregateStates all_subscriptions{
      log.session, billing::events::subscription_aggregate, sql::SubscriptionRow::table(),
      [](const sql::Query& row) {
        return said(billing::state_of(sql::SubscriptionRow::read(row)));
      }};
  sql::SqlStateReader states{log.session, "billing/0", {&all_profiles, &all_subscriptions}};
};

}  // namespace app
