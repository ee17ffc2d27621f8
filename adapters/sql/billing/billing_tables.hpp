#pragma once

#include <vector>

#include <adapters/sql/billing/invoice_row.hpp>
#include <adapters/sql/billing/payment_row.hpp>
#include <adapters/sql/billing/price_row.hpp>
#include <adapters/sql/billing/product_row.hpp>
#include <adapters/sql/billing/sql_billing_profiles.hpp>
#include <adapters/sql/billing/sql_ledger.hpp>
#include <adapters/sql/billing/sql_revenue_schedules.hpp>
#include <adapters/sql/billing/sql_small_rows.hpp>
#include <adapters/sql/billing/sql_subscriptions.hpp>
#include <adapters/sql/billing/sql_user_replica.hpp>

#include <billing/application/billing_ports.hpp>

namespace sql {

// BillingTables: billing's working tables on its writer's session.
struct BillingTables {
  explicit BillingTables(Session& writer)
      : user_replica(writer),
        profiles(writer),
        products(writer),
        prices(writer),
        subscriptions(writer),
        invoices(writer),
        payments(writer),
        payment_references(writer),
        schedules(writer),
        credits(writer),
        series(writer),
        clock(writer),
        ledger(writer) {}

  std::vector<sync::WorkingTable*> all() {
    return {&user_replica, &profiles, &products,           &prices,    &subscriptions,
            &invoices,     &payments, &payment_references, &schedules, &credits,
            &series,       &clock,    &ledger};
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
            .payment_references = payment_references,
            .schedules = schedules,
            .credits = credits,
            .number_series = series,
            .clock = clock,
            .ledger = ledger,
            .outbox = outbox,
            .time_zones = zones};
  }

  SqlUserReplica user_replica;
  SqlBillingProfiles profiles;
  SqlProducts products;
  SqlPrices prices;
  SqlSubscriptions subscriptions;
  SqlInvoices invoices;
  SqlPayments payments;
  SqlPaymentReferences payment_references;
  SqlRevenueSchedules schedules;
  SqlCustomerCredits credits;
  SqlNumberSeries series;
  SqlClockSettings clock;
  SqlLedger ledger;
};

}  // namespace sql
