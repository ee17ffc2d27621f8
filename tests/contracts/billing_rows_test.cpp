#include <gtest/gtest.h>

#include <adapters/sql/query.hpp>

#include <tests/contracts/billing_samples.hpp>
#include <tests/contracts/billing_tables.hpp>

namespace contracts {
namespace {

class BillingRowLaws : public OnEachStore {
 protected:
  // What a table of aggregates promises, for three of its rows: one, the same one later, another.
  template <class Rows, class KeyOf>
  void hold_for(Rows& rows, KeyOf key_of, const typename Rows::Row& first,
                const typename Rows::Row& later, const typename Rows::Row& other) {
    ASSERT_TRUE(key_of(first) == key_of(later) && key_of(first) != key_of(other));
    tables.batch([&] { rows.put(first); });
    expect(rows, key_of(first), first);
    expect(rows, key_of(other), std::nullopt);
    tables.batch([&] {
      rows.want(key_of(first));
      rows.want(key_of(other));
      EXPECT_TRUE(rows.load());
      tables.store.fetch();
      EXPECT_FALSE(rows.load()) << "each is loaded once";
      rows.put(later);
      tables.keep();
      rows.put(other);
      rows.remove(key_of(first));
      EXPECT_FALSE(rows.find(key_of(first)).has_value());
      tables.drop();
      EXPECT_EQ(rows.find(key_of(first)), later);
      EXPECT_FALSE(rows.find(key_of(other)).has_value());
    });
    expect(rows, key_of(first), later);
    expect(rows, key_of(other), std::nullopt);
    tables.batch([&] {
      rows.want(key_of(first));
      rows.load();
      tables.store.fetch();
      rows.put(other);
      rows.remove(key_of(first));
    });
    expect(rows, key_of(first), std::nullopt);
    expect(rows, key_of(other), other);
  }
  template <class Rows>
  void expect(Rows& rows, const typename Rows::Key& key,
              const std::optional<typename Rows::Row>& row) {
    tables.look([&] {
      rows.want(key);
      rows.load();
      tables.store.fetch();
      EXPECT_EQ(rows.find(key), row);
    });
  }
  static constexpr auto id_of = [](const auto& row) { return row.fields().id; };

  Database database{GetParam(), "billing"};
  BillingTables tables{database.writer()};
};
INSTANTIATE_TEST_SUITE_P(Stores, BillingRowLaws, each_store(), store_name);

TEST_P(BillingRowLaws, HoldForKnownUsers) {
  auto later = some_user(1);
  later.time_zone = "UTC";
  later.status = "inactive";
  hold_for(
      tables.replica, [](const auto& user) { return user.id; }, some_user(1), later, some_user(2));
}

TEST_P(BillingRowLaws, HoldForProfiles) {
  const billing::BillingProfile bare{{.id = some_customer(1),
                                      .version = 1,
                                      .currency = eur(),
                                      .tax_id = std::nullopt,
                                      .address = std::nullopt,
                                      .payment_method = ""}};
  hold_for(tables.profiles, id_of, bare, some_profile(1), some_profile(2));
}

TEST_P(BillingRowLaws, HoldForProducts) {
  auto later = some_product(1).fields();
  later.description = awkward_text();
  later.entitlements = {};
  later.archived = true;
  hold_for(tables.products, id_of, some_product(1), billing::Product{later}, some_product(2));
}

TEST_P(BillingRowLaws, HoldForPrices) {
  auto later = some_price(1, 7).fields();
  later.version = least;
  later.replaces = std::nullopt;
  later.interval = billing::Interval::month;
  later.archived = false;
  hold_for(tables.prices, id_of, some_price(1, 7), billing::Price{later}, some_price(2, 7));
}

TEST_P(BillingRowLaws, HoldForSubscriptions) {
  auto later = some_subscription(1, 7);
  later.interval = billing::Interval::year;
  later.entitlements = {"api"};
  later.status = billing::SubscriptionStatus::paused;
  later.paused_from = billing::SubscriptionStatus::past_due;
  later.trial_end = day("2026-03-01");
  later.cancel_at_period_end = true;
  later.canceled_at = at_ms(least);
  later.ended_at = at_ms(most);
  later.end_reason = awkward_text();
  later.latest_invoice = some_id<billing::InvoiceId>(3);
  later.due_at = at_ms(-5);
  hold_for(tables.subscriptions, id_of, billing::Subscription{some_subscription(1, 7)},
           billing::Subscription{later}, billing::Subscription{some_subscription(2, 7)});
}

TEST_P(BillingRowLaws, HoldForInvoices) {
  auto later = some_invoice(1, 7);
  later.subscription = std::nullopt;
  later.status = billing::InvoiceStatus::uncollectible;
  later.finalize_at = at_ms(4);
  later.number = "INV-2026-000012";
  later.bill_to = billing::BillTo{awkward_text(), "a@b", some_address(), awkward_text()};
  later.issued_at = at_ms(5);
  later.due_at = at_ms(6);
  later.paid_at = at_ms(7);
  later.closed_at = at_ms(8);
  later.payment = some_id<billing::PaymentId>(3);
  later.attempts = most;
  later.lines.push_back(later.lines.front());
  later.lines.back().price = std::nullopt;
  auto other = some_invoice(2, 7);
  other.lines.clear();
  other.subscription = some_id<billing::SubscriptionId>(5);
  other.number = "INV-2026-1234567";
  other.bill_to = billing::BillTo{"", "", std::nullopt, std::nullopt};
  hold_for(tables.invoices, id_of, billing::Invoice{some_invoice(1, 7)}, billing::Invoice{later},
           billing::Invoice{other});
}

TEST_P(BillingRowLaws, HoldForPayments) {
  auto later = some_payment(1, 2, 3);
  later.status = billing::PaymentStatus::failed;
  later.failure = awkward_text();
  later.lookups = most;
  later.next_at = at_ms(least);
  auto other = some_payment(2, 2, 3);
  other.kind = "external";
  other.reference = awkward_text();
  hold_for(tables.payments, id_of, billing::Payment{some_payment(1, 2, 3)}, billing::Payment{later},
           billing::Payment{other});
}

TEST_P(BillingRowLaws, HoldForRevenueSchedules) {
  hold_for(
      tables.schedules, [](const auto& schedule) { return schedule.invoice; },
      some_schedule(1, "2026-02-28"), some_schedule(1, ""), some_schedule(2, "0001-01-01"));
}

TEST_P(BillingRowLaws, HoldForTheSmallRows) {
  const auto customer = some_customer(1);
  hold_for(
      tables.credits, [](const auto& credit) { return credit.key; },
      billing::CustomerCredit{{customer, "eur"}, 1},
      billing::CustomerCredit{{customer, "eur"}, most},
      billing::CustomerCredit{{customer, "usd"}, 0});
  hold_for(
      tables.series, [](const auto& series) { return series.name; },
      billing::NumberSeries{"INV-2026", 1}, billing::NumberSeries{"INV-2026", most},
      billing::NumberSeries{awkward_text(), 7});
  hold_for(
      tables.clock, [](const auto& setting) { return setting.id; },
      billing::ClockSetting{"clock", 1, 0}, billing::ClockSetting{"clock", 2, most},
      billing::ClockSetting{"other", 1, 1});
}

TEST_P(BillingRowLaws, ANumberIsGivenOnceAndBelongsToASeries) {
  auto invoice = some_invoice(1, 7);
  invoice.number = "INV-2026-000001";
  tables.batch([&] { tables.invoices.put(billing::Invoice{invoice}); });
  invoice.id = some_id<billing::InvoiceId>(2);
  for (const auto* number : {"INV-2026-000001", "INV-2026-1", "1", "INV-", "INV--1", "INV-0"}) {
    invoice.number = number;
    EXPECT_THROW(tables.batch([&] { tables.invoices.put(billing::Invoice{invoice}); }),
                 sync::StoreRejected)
        << number;
  }
  invoice.number = "INV-2027-000001";
  tables.batch([&] { tables.invoices.put(billing::Invoice{invoice}); });
}

TEST_P(BillingRowLaws, ACellThatCannotBeReadIsBroken) {
  tables.batch([&] {
    tables.invoices.put(billing::Invoice{some_invoice(1, 7)});
    tables.schedules.put(some_schedule(1, ""));
  });
  const auto read = [&] {
    tables.look([&] {
      tables.invoices.want(some_id<billing::InvoiceId>(1));
      tables.schedules.want(some_id<billing::InvoiceId>(1));
      tables.load();
    });
  };
  EXPECT_NO_THROW(read());
  sql::Query lines{database.writer(), "UPDATE invoice SET lines = :text", "t"};
  for (const auto* text :
       {"", "{}", "[", "[{}]", "[1]", R"([{"description":"x","quantity":1.0}])"}) {
    lines.with(text).run();
    EXPECT_THROW(read(), sync::StoreBroken) << text;
  }
  lines.with("[]").run();
  EXPECT_NO_THROW(read());
  for (const auto* change :
       {"UPDATE invoice SET bill_to = '[]'", "UPDATE invoice SET bill_to = NULL, status = 'x'",
        "UPDATE invoice SET status = 'paid', period_end = '2026-02-30'",
        "UPDATE invoice SET period_end = '2026-02-28', user_id = 'cus_1'",
        "UPDATE revenue_schedule SET next_on = 'soon'"}) {
    database.writer().run(change);
    EXPECT_THROW(read(), sync::StoreBroken) << change;
  }
}

TEST_P(BillingRowLaws, AReferenceIsOfOneInvoiceWhateverItSays) {
  const auto said = [](std::uint64_t invoice, const std::string& reference,
                       std::uint64_t payment) {
    return billing::PaymentReference{
        {some_id<billing::InvoiceId>(invoice), reference}, some_id<billing::PaymentId>(payment)};
  };
  const auto key_of = [](const auto& row) { return row.key; };
  hold_for(tables.references, key_of, said(1, "RF18: 7 'x'", 3), said(1, "RF18: 7 'x'", 4),
           said(2, "RF18: 7 'x'", 5));
  expect(tables.references, said(1, "RF18: 7", 0).key, std::nullopt);
}

}  // namespace
}  // namespace contracts
