#pragma once

#include <cstddef>
#include <string>
#include <vector>

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

#include <billing/application/billing_module.hpp>
#include <billing/application/billing_run.hpp>
#include <billing/application/collector.hpp>

#include <tests/simulation/life.hpp>

namespace sim {

// BillingShelf: all that readers see of billing's tables, read at once.
struct BillingShelf {
  std::vector<billing::CustomerView> customers;
  std::vector<billing::Product> products;
  std::vector<billing::Price> prices;
  std::vector<billing::Subscription> subscriptions;
  std::vector<billing::Invoice> invoices;
  std::vector<billing::Payment> payments;
  std::vector<billing::NumberedEntry> entries;
  std::vector<billing::CustomerCredit> credits;
  std::vector<billing::RevenueSchedule> schedules;
};

// BillingLife: one life of billing's process, with its collector and its runs.
class BillingLife final : public Life {
 public:
  BillingLife(const Surroundings& surroundings, sync::Follower::Limits limits,
              billing::PaymentGateway& gateway);

  sync::Command command(const Wish& wish, const Attempt& attempt) override;
  std::map<std::string, Row> rows(const std::string& aggregate_type,
                                  const std::vector<std::string>& source_keys) override;
  // A run over all that is due by then begins, as soon as none is under way.
  void want_run() { run_wanted_ = true; }
  // No run is under way or wanted, and no payment waits for anything.
  bool at_rest();
  shared::Instant billing_now();
  BillingShelf shelf();
  // What somebody could want something of.
  std::vector<shared::Uuid> some_ids(Verb verb);

 private:
  sync::Command catalogue_command(const Wish& wish, const Attempt& attempt);
  sync::Command subscription_command(const Wish& wish, const Attempt& attempt);
  sync::Command invoice_command(const Wish& wish, const Attempt& attempt);
  std::chrono::milliseconds step_run();

  sql::BillingTables tables_;
  sql::SqlCustomerViews customers_;
  sql::SqlCatalogueViews catalogue_;
  sql::SqlSubscriptionViews subscriptions_;
  sql::SqlInvoiceViews invoices_;
  sql::SqlPaymentViews payments_;
  sql::SqlLedgerViews ledger_;
  sql::SqlDueViews due_;
  sql::Query credits_;
  sql::Query schedules_;
  sync::UnitOfWork& unit_;
  json::JsonBillingOutbox outbox_;
  billing::BillingModule module_;
  json::UserReplicaHandler handler_;
  json::UserLifeReaction reaction_;
  billing::BillingRun run_;
  billing::Collector collector_;
  bool run_wanted_ = false;
};

}  // namespace sim
