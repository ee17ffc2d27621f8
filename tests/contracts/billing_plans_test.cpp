#include <gtest/gtest.h>

#include <adapters/sql/billing/sql_catalogue_views.hpp>
#include <adapters/sql/billing/sql_customer_views.hpp>
#include <adapters/sql/billing/sql_due_views.hpp>
#include <adapters/sql/billing/sql_invoice_views.hpp>
#include <adapters/sql/billing/sql_ledger_views.hpp>
#include <adapters/sql/billing/sql_payment_views.hpp>
#include <adapters/sql/billing/sql_subscription_views.hpp>

#include <tests/contracts/billing_samples.hpp>
#include <tests/contracts/plans.hpp>

// How SQLite goes about what readers ask of billing. A list goes from id to id only where it shows
// every row it meets, or most of them: of all, or in the state that nearly all are in.

namespace contracts {
namespace {

class Plans : public testing::Test {
 protected:
  // How often a statement that the reader has prepared walks through many rows, sorts, or takes an
  // index on a few.
  std::vector<std::string> walks() {
    std::vector<std::string> walks;
    for (const auto& [step, count] : plan_steps(database.reader())) {
      if (is_told(step)) walks.push_back(step + " x" + std::to_string(count));
    }
    return walks;
  }
  static bool is_told(const std::string& step) {
    if (step.starts_with("SCAN")) return !step.starts_with("SCAN (subquery");
    return step.starts_with("USE TEMP") || step.ends_with("(id>?)") ||
           step.ends_with("(user_id>?)") || step.find("_not_") != std::string::npos;
  }

  Database database{sql::Dialect::sqlite, "billing"};
};

using Steps = std::vector<std::string>;

TEST_F(Plans, ListsOfTheCatalogueAndOfCustomersGoFromIdToId) {
  sql::SqlCatalogueViews catalogue{database.reader()};
  sql::SqlCustomerViews customers{database.reader()};
  catalogue.product(some_id<billing::ProductId>(1));
  catalogue.price(some_id<billing::PriceId>(1));
  catalogue.products(std::nullopt, 1);
  catalogue.prices(std::nullopt, std::nullopt, 1);
  catalogue.prices(some_id<billing::ProductId>(1), std::nullopt, 1);
  customers.find(some_customer(1));
  customers.page(std::nullopt, 1);
  EXPECT_EQ(walks(), (Steps{"SEARCH price USING PRIMARY KEY (id>?) x1",
                            "SEARCH product USING INDEX sqlite_autoindex_product_1 (id>?) x1",
                            "SEARCH u USING PRIMARY KEY (user_id>?) x1"}));
}

TEST_F(Plans, OnlyListsOfAllOrActiveSubscriptionsGoFromIdToId) {
  sql::SqlSubscriptionViews views{database.reader()};
  views.find(some_id<billing::SubscriptionId>(1));
  for (const auto& customer : {std::optional<billing::CustomerId>{}, {some_customer(1)}}) {
    for (const auto& status : {std::optional<billing::SubscriptionStatus>{},
                               {billing::SubscriptionStatus::active},
                               {billing::SubscriptionStatus::canceled}}) {
      views.page({customer, status}, std::nullopt, 1);
    }
  }
  views.page({.customer = some_customer(1), .status = {}, .not_ended = true}, std::nullopt, 1);
  EXPECT_EQ(
      walks(),
      (Steps{"SEARCH subscription USING INDEX sqlite_autoindex_subscription_1 (id>?) x2",
             "SEARCH subscription USING INDEX subscription_not_active (status=? AND id>?) x1"}));
}

TEST_F(Plans, OnlyListsOfAllOrPaidInvoicesGoFromIdToId) {
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
  EXPECT_EQ(walks(), (Steps{"SEARCH i USING INDEX invoice_not_paid (status=? AND id>?) x1",
                            "SEARCH i USING INDEX sqlite_autoindex_invoice_1 (id>?) x2"}));
}

// A customer's payments are sorted: they are as few as a customer's invoices.
TEST_F(Plans, OnlyListsOfAllOrSucceededPaymentsGoFromIdToId) {
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
  EXPECT_EQ(
      walks(),
      (Steps{"SEARCH payment USING INDEX payment_not_succeeded (status=? AND id>?) x1",
             "SEARCH payment USING PRIMARY KEY (id>?) x2", "USE TEMP B-TREE FOR ORDER BY x2"}));
}

TEST_F(Plans, UnknownPaymentsAreCountedAmongTheFew) {
  sql::SqlPaymentViews views{database.reader()};
  EXPECT_EQ(views.unknown(10), 0);
  EXPECT_EQ(walks(),
            (Steps{"SCAN counted x1",
                   "SEARCH payment USING COVERING INDEX payment_not_succeeded (status=?) x1"}));
}

TEST_F(Plans, WhatIsDueIsLookedUp) {
  sql::SqlDueViews views{database.reader()};
  views.subscriptions(at_ms(1), std::nullopt, 1);
  views.drafts(at_ms(1), std::nullopt, 1);
  views.payments(at_ms(1), std::nullopt, 1);
  views.schedules(day("2026-01-01"), std::nullopt, 1);
  views.next(at_ms(1));
  EXPECT_EQ(walks(), (Steps{"SCAN CONSTANT ROW x1"}));
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
  EXPECT_EQ(walks(),
            (Steps{"SCAN e x4", "SCAN mine x1", "SCAN page x1", "USE TEMP B-TREE FOR DISTINCT x1",
                   "USE TEMP B-TREE FOR GROUP BY x1", "USE TEMP B-TREE FOR ORDER BY x6"}));
}

// Both are about all there is, and read it from one index in its order: nothing but what is
// reported is sorted.
TEST_F(Plans, ATrialBalanceIsOnePassOverAnIndex) {
  sql::SqlLedgerViews ledger{database.reader()};
  EXPECT_TRUE(ledger.trial_balance(day("2026-01-01")));
  EXPECT_EQ(walks(), (Steps{"SCAN ledger_posting USING COVERING INDEX ledger_posting_balance x1"}));
}
TEST_F(Plans, AGapReportReadsAnIndex) {
  sql::SqlInvoiceViews invoices{database.reader()};
  invoices.number_gaps();
  EXPECT_EQ(walks(), (Steps{"SCAN i USING COVERING INDEX invoice_number x1",
                            "SCAN invoice USING COVERING INDEX invoice_number x1",
                            "SCAN number_gap x1", "SCAN number_series x1",
                            "USE TEMP B-TREE FOR ORDER BY x1",
                            "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY x2"}));
}

}  // namespace
}  // namespace contracts
