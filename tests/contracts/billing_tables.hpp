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
#include <adapters/sql/sync/sql_store.hpp>

#include <billing/application/billing_ports.hpp>

namespace contracts {

// BillingTables: billing's working tables, written as the lane writes them.
class BillingTables {
 public:
  explicit BillingTables(sql::Session& writer)
      : store(writer, "billing/0"),
        replica(writer),
        profiles(writer),
        products(writer),
        prices(writer),
        subscriptions(writer),
        invoices(writer),
        payments(writer),
        references(writer),
        schedules(writer),
        credits(writer),
        series(writer),
        clock(writer),
        ledger(writer) {}

  // One transaction; what it throws takes effect nowhere.
  template <class Change>
  void batch(Change change) {
    store.begin();
    try {
      change();
      keep();
      for (auto* table : all_) table->flush();
      store.commit();
    } catch (...) {
      store.rollback();
      clear();
      throw;
    }
    clear();
  }
  template <class Look>
  void look(Look look) {
    store.begin();
    try {
      look();
    } catch (...) {
      store.rollback();
      clear();
      throw;
    }
    store.rollback();
    clear();
  }
  void load() {
    for (auto* table : all_) table->load();
    store.fetch();
  }
  void keep() {
    for (auto* table : all_) table->keep();
  }
  void drop() {
    for (auto* table : all_) table->drop();
  }

  const std::vector<sync::WorkingTable*>& all() const { return all_; }
  billing::BillingPorts ports(billing::BillingOutbox& outbox, const billing::TimeZones& zones) {
    return {replica,       profiles, products, prices,     subscriptions,
            subscriptions, invoices, payments, references, schedules,
            credits,       series,   clock,    ledger,     outbox,
            zones};
  }

  sql::SqlStore store;
  sql::SqlUserReplica replica;
  sql::SqlBillingProfiles profiles;
  sql::SqlProducts products;
  sql::SqlPrices prices;
  sql::SqlSubscriptions subscriptions;
  sql::SqlInvoices invoices;
  sql::SqlPayments payments;
  sql::SqlPaymentReferences references;
  sql::SqlRevenueSchedules schedules;
  sql::SqlCustomerCredits credits;
  sql::SqlNumberSeries series;
  sql::SqlClockSettings clock;
  sql::SqlLedger ledger;

 private:
  void clear() {
    for (auto* table : all_) table->clear();
  }

  std::vector<sync::WorkingTable*> all_{&replica,       &profiles, &products, &prices,
                                        &subscriptions, &invoices, &payments, &references,
                                        &schedules,     &credits,  &series,   &clock,
                                        &ledger};
};

}  // namespace contracts
