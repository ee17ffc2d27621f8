#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <adapters/sql/billing/sql_catalogue_views.hpp>
#include <adapters/sql/billing/sql_customer_views.hpp>
#include <adapters/sql/billing/sql_due_views.hpp>
#include <adapters/sql/billing/sql_invoice_views.hpp>
#include <adapters/sql/billing/sql_ledger_views.hpp>
#include <adapters/sql/billing/sql_payment_views.hpp>
#include <adapters/sql/billing/sql_subscription_views.hpp>

#include <tests/contracts/billing_samples.hpp>

// How SQLite goes about what readers ask of billing: no list walks through a table.

namespace contracts {
namespace {

class Plans : public testing::Test {
 protected:
  // The steps of each statement that the reader has prepared, but for those that only look up.
  std::set<std::string> walks() {
    auto* const handle =
        static_cast<soci::sqlite3_session_backend*>(database.reader().connected().get_backend())
            ->conn_;
    std::vector<std::string> statements;
    sqlite_api::sqlite3_stmt* one = nullptr;
    while ((one = sqlite_api::sqlite3_next_stmt(handle, one)) != nullptr) {
      const std::string text = sqlite_api::sqlite3_sql(one);
      if (text.starts_with("SELECT") || text.starts_with("WITH")) statements.push_back(text);
    }
    EXPECT_FALSE(statements.empty());
    std::set<std::string> walks;
    for (const auto& text : statements) {
      sqlite_api::sqlite3_stmt* plan = nullptr;
      const auto explain = "EXPLAIN QUERY PLAN " + text;
      EXPECT_EQ(sqlite_api::sqlite3_prepare_v2(handle, explain.c_str(), -1, &plan, nullptr), 0);
      while (sqlite_api::sqlite3_step(plan) == SQLITE_ROW) {
        const std::string step =
            reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(plan, 3));
        const bool of_rows_found = step.starts_with("SCAN (subquery");
        if (step.starts_with("SCAN") && !of_rows_found) walks.insert(step);
        if (step.starts_with("USE TEMP")) walks.insert(step);
      }
      sqlite_api::sqlite3_finalize(plan);
    }
    return walks;
  }

  Database database{sql::Dialect::sqlite, "billing"};
};

using Steps = std::set<std::string>;

TEST_F(Plans, ListsOfTheCatalogueAndOfCustomersWalkThroughNoTable) {
  sql::SqlCatalogueViews catalogue{database.reader()};
  sql::SqlCustomerViews customers{database.reader()};
  catalogue.product(some_id<billing::ProductId>(1));
  catalogue.price(some_id<billing::PriceId>(1));
  catalogue.products(std::nullopt, 1);
  catalogue.prices(std::nullopt, std::nullopt, 1);
  catalogue.prices(some_id<billing::ProductId>(1), std::nullopt, 1);
  customers.find(some_customer(1));
  customers.page(std::nullopt, 1);
  EXPECT_EQ(walks(), Steps{});
}

TEST_F(Plans, ListsOfSubscriptionsWalkThroughNoTable) {
  sql::SqlSubscriptionViews views{database.reader()};
  views.find(some_id<billing::SubscriptionId>(1));
  for (const auto& customer : {std::optional<billing::CustomerId>{}, {some_customer(1)}}) {
    for (const auto& status : {std::optional<billing::SubscriptionStatus>{},
                               {billing::SubscriptionStatus::active},
                               {billing::SubscriptionStatus::canceled}}) {
      views.page({customer, status}, std::nullopt, 1);
    }
  }
  EXPECT_EQ(walks(), Steps{});
}

TEST_F(Plans, ListsOfInvoicesWalkThroughNoTable) {
  sql::SqlInvoiceViews views{database.reader()};
  views.find(some_id<billing::InvoiceId>(1));
  for (const auto& customer : {std::optional<billing::CustomerId>{}, {some_customer(1)}}) {
    for (const auto& subscription :
         {std::optional<billing::SubscriptionId>{}, {some_id<billing::SubscriptionId>(1)}}) {
      for (const auto& status : {std::optional<billing::InvoiceStatus>{},
                                 {billing::InvoiceStatus::paid},
                                 {billing::InvoiceStatus::open}}) {
        views.page({customer, subscription, status}, std::nullopt, 1);
      }
    }
  }
  EXPECT_EQ(walks(), Steps{});
}

// A customer's payments are sorted: they are as few as a customer's invoices. So are those that
// wait for their time.
TEST_F(Plans, ListsOfPaymentsWalkThroughNoTable) {
  sql::SqlPaymentViews views{database.reader()};
  views.find(some_id<billing::PaymentId>(1));
  for (const auto& customer : {std::optional<billing::CustomerId>{}, {some_customer(1)}}) {
    for (const auto& invoice :
         {std::optional<billing::InvoiceId>{}, {some_id<billing::InvoiceId>(1)}}) {
      for (const auto& status : {std::optional<billing::PaymentStatus>{},
                                 {billing::PaymentStatus::failed},
                                 {billing::PaymentStatus::succeeded},
                                 {billing::PaymentStatus::unknown}}) {
        views.page({customer, invoice, status}, std::nullopt, 1);
      }
    }
  }
  EXPECT_EQ(walks(), Steps{"USE TEMP B-TREE FOR ORDER BY"});
}

TEST_F(Plans, WhatIsDueIsLookedUp) {
  sql::SqlDueViews views{database.reader()};
  views.subscriptions(at_ms(1), std::nullopt, 1);
  views.drafts(at_ms(1), std::nullopt, 1);
  views.payments(at_ms(1), std::nullopt, 1);
  views.schedules(day("2026-01-01"), std::nullopt, 1);
  views.next(at_ms(1));
  EXPECT_EQ(walks(), (Steps{"SCAN CONSTANT ROW"}));
}

// What walks is what was found already: mine and page of a customer, e of one page.
TEST_F(Plans, TheBooksAreLookedUpByCustomerAndSource) {
  sql::SqlLedgerViews views{database.reader()};
  for (const auto& customer : {std::optional<billing::CustomerId>{}, {some_customer(1)}}) {
    for (const auto& source : {std::optional<std::string>{}, {"in_1"}}) {
      views.entries({customer, source}, 0, 1);
    }
  }
  views.statement(some_customer(1), day("2026-01-01"), 0, 1);
  views.balance(some_customer(1));
  EXPECT_EQ(walks(), (Steps{"SCAN e", "SCAN mine", "SCAN page", "USE TEMP B-TREE FOR DISTINCT",
                            "USE TEMP B-TREE FOR GROUP BY", "USE TEMP B-TREE FOR ORDER BY"}));
}

// Both are about all there is, and read it from one index in its order: nothing but what is
// reported is sorted.
TEST_F(Plans, ATrialBalanceIsOnePassOverAnIndex) {
  sql::SqlLedgerViews ledger{database.reader()};
  ledger.trial_balance(day("2026-01-01"));
  EXPECT_EQ(walks(), Steps{"SCAN ledger_posting USING COVERING INDEX ledger_posting_balance"});
}
TEST_F(Plans, AGapReportReadsAnIndex) {
  sql::SqlInvoiceViews invoices{database.reader()};
  invoices.number_gaps();
  EXPECT_EQ(walks(),
            (Steps{"SCAN i USING COVERING INDEX invoice_number",
                   "SCAN invoice USING COVERING INDEX invoice_number", "SCAN number_series",
                   "USE TEMP B-TREE FOR ORDER BY", "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"}));
}

}  // namespace
}  // namespace contracts
