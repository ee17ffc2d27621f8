#pragma once

#include <adapters/json/billing/json_billing_outbox.hpp>
#include <adapters/json/billing/user_life_reaction.hpp>
#include <adapters/json/billing/user_replica_handler.hpp>
#include <adapters/sql/billing/invoice_row.hpp>
#include <adapters/sql/billing/payment_row.hpp>
#include <adapters/sql/billing/price_row.hpp>
#include <adapters/sql/billing/product_row.hpp>
#include <adapters/sql/billing/sql_billing_profiles.hpp>
#include <adapters/sql/billing/sql_catalogue_views.hpp>
#include <adapters/sql/billing/sql_customer_views.hpp>
#include <adapters/sql/billing/sql_due_views.hpp>
#include <adapters/sql/billing/sql_invoice_views.hpp>
#include <adapters/sql/billing/sql_ledger.hpp>
#include <adapters/sql/billing/sql_ledger_views.hpp>
#include <adapters/sql/billing/sql_payment_views.hpp>
#include <adapters/sql/billing/sql_revenue_schedules.hpp>
#include <adapters/sql/billing/sql_small_rows.hpp>
#include <adapters/sql/billing/sql_subscription_views.hpp>
#include <adapters/sql/billing/sql_subscriptions.hpp>
#include <adapters/sql/billing/sql_user_replica.hpp>
#include <adapters/zones/billing/iana_time_zones.hpp>
#include <app/module_lane.hpp>
#include <billing/application/billing_module.hpp>

namespace app {

// BillingTables: billing's working tables on its writer's session.
struct BillingTables {
  explicit BillingTables(sql::Session& writer)
      : user_replica(writer),
        profiles(writer),
        products(writer),
        prices(writer),
        subscriptions(writer),
        invoices(writer),
        payments(writer),
        schedules(writer),
        credits(writer),
        series(writer),
        clock(writer),
        ledger(writer) {}

  std::vector<sync::WorkingTable*> all() {
    return {&user_replica, &profiles,  &products, &prices, &subscriptions, &invoices,
            &payments,     &schedules, &credits,  &series, &clock,         &ledger};
  }

  billing::BillingPorts ports(billing::BillingOutbox& outbox, const billing::TimeZones& zones) {
    return {.user_replica = user_replica,
            .profiles = profiles,
            .products = products,
            .prices = prices,
            .subscriptions = subscriptions,
            .subscriptions_of_customer = subscriptions,
            .invoices = invoices,
            .payments = payments,
            .schedules = schedules,
            .credits = credits,
            .number_series = series,
            .clock = clock,
            .ledger = ledger,
            .outbox = outbox,
            .time_zones = zones};
  }

  sql::SqlUserReplica user_replica;
  sql::SqlBillingProfiles profiles;
  sql::SqlProducts products;
  sql::SqlPrices prices;
  sql::SqlSubscriptions subscriptions;
  sql::SqlInvoices invoices;
  sql::SqlPayments payments;
  sql::SqlRevenueSchedules schedules;
  sql::SqlCustomerCredits credits;
  sql::SqlNumberSeries series;
  sql::SqlClockSettings clock;
  sql::SqlLedger ledger;
};

// BillingHost: the billing module with everything it stands on. Members stand in the order of
// start.
struct BillingHost {
  BillingHost(const Machine& machine, const sql::Location& at, LaneOptions options,
              const billing::BillingRules& rules)
      : store("billing", at, machine.clock.now()),
        lane(machine, store, tables.all(), std::move(options)),
        module(tables.ports(outbox, zones), rules) {}

  ModuleStore store;
  BillingTables tables{store.writer};
  zones::IanaTimeZones zones;
  ModuleLane lane;
  json::JsonBillingOutbox outbox{lane.unit()};
  billing::BillingModule module;
  json::UserReplicaHandler users{module.keep_user_replica};
  json::UserLifeReaction user_life{module.follow_user_status,
                                   module.end_customer_of_deleted_user};
};

// BillingReads: what one reading thread has of the module's database.
struct BillingReads {
  explicit BillingReads(const sql::Location& at) : log(at) {}

  LogAccess log;
  sql::SqlParkedKeys parked{log.session};
  sql::SqlCustomerViews customers{log.session};
  sql::SqlCatalogueViews catalogue{log.session};
  sql::SqlSubscriptionViews subscriptions{log.session};
  sql::SqlInvoiceViews invoices{log.session};
  sql::SqlPaymentViews payments{log.session};
  sql::SqlLedgerViews ledger{log.session};
  sql::SqlDueViews due{log.session};
};

}  // namespace app
