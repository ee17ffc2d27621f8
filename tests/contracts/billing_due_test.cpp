#include <gtest/gtest.h>

#include <adapters/sql/billing/sql_due_views.hpp>

#include <tests/contracts/billing_samples.hpp>
#include <tests/contracts/billing_tables.hpp>

namespace contracts {
namespace {

class DueLaws : public OnEachStore {
 protected:
  void put_subscription(std::uint64_t seed, std::optional<std::int64_t> due) {
    auto fields = some_subscription(seed, seed);
    if (due) fields.due_at = at_ms(*due);
    tables.batch([&] { tables.subscriptions.put(billing::Subscription{fields}); });
  }
  void put_draft(std::uint64_t seed, std::optional<std::int64_t> due) {
    auto fields = some_invoice(seed, seed);
    if (due) fields.finalize_at = at_ms(*due);
    tables.batch([&] { tables.invoices.put(billing::Invoice{fields}); });
  }
  void put_payment(std::uint64_t seed, std::optional<std::int64_t> due) {
    auto fields = some_payment(seed, seed, seed);
    fields.status = due ? billing::PaymentStatus::unknown : billing::PaymentStatus::failed;
    if (due) fields.next_at = at_ms(*due);
    tables.batch([&] { tables.payments.put(billing::Payment{fields}); });
  }
  void put_schedule(std::uint64_t seed, std::string_view next_on) {
    tables.batch([&] { tables.schedules.put(some_schedule(seed, next_on)); });
  }
  // All pages of a list.
  template <class ReadPage>
  static std::vector<billing::Due> every(ReadPage page, std::size_t limit) {
    std::vector<billing::Due> seen;
    for (bool more = true; more;) {
      const auto found = page(seen.empty() ? std::nullopt : std::optional{seen.back()});
      EXPECT_LE(found.size(), limit);
      seen.insert(seen.end(), found.begin(), found.end());
      more = found.size() == limit;
    }
    return seen;
  }
  template <class Id>
  static billing::Due due(std::uint64_t seed, std::int64_t at) {
    return {some_id<Id>(seed).text(), at_ms(at)};
  }

  Database database{GetParam(), "billing"};
  BillingTables tables{database.writer()};
  sql::SqlDueViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, DueLaws, each_store(), store_name);

TEST_P(DueLaws, PagesShowEachOnceInOrderOfTimeAndId) {
  struct Row {
    std::uint64_t seed;
    std::optional<std::int64_t> at;
  };
  for (const auto& [seed, at] : {Row{5, 10}, Row{1, 30}, Row{4, 10}, Row{2, std::nullopt},
                                 Row{3, 20}, Row{6, 31}, Row{7, least}}) {
    put_subscription(seed, at);
    put_draft(seed, at);
    put_payment(seed, at);
  }
  const auto expected = [&]<class Id>(Id) {
    return std::vector{due<Id>(7, least), due<Id>(4, 10), due<Id>(5, 10), due<Id>(3, 20),
                       due<Id>(1, 30)};
  };
  for (const std::size_t limit : {1, 2, 5, 10}) {
    const auto subscriptions = [&](const auto& after) {
      return views.subscriptions(at_ms(30), after, limit);
    };
    EXPECT_EQ(every(subscriptions, limit), expected(billing::SubscriptionId{}));
    const auto drafts = [&](const auto& after) { return views.drafts(at_ms(30), after, limit); };
    EXPECT_EQ(every(drafts, limit), expected(billing::InvoiceId{}));
    const auto payments = [&](const auto& after) {
      std::vector<billing::Due> found;
      for (const auto& payment : views.payments(at_ms(30), after, limit)) {
        found.push_back({payment.fields().id.text(), *payment.fields().next_at});
      }
      return found;
    };
    EXPECT_EQ(every(payments, limit), expected(billing::PaymentId{}));
  }
  EXPECT_EQ(views.payments(at_ms(30), std::nullopt, 10).back().fields().method, awkward_text());
  EXPECT_TRUE(views.subscriptions(at_ms(least), due<billing::SubscriptionId>(7, least), 9).empty());
}

TEST_P(DueLaws, ARowThatChangedIsDueWhenItSaysNow) {
  put_subscription(1, 10);
  tables.batch([&] {
    tables.subscriptions.want(some_id<billing::SubscriptionId>(1));
    tables.load();
    auto fields = tables.subscriptions.find(some_id<billing::SubscriptionId>(1))->fields();
    fields.due_at = at_ms(20);
    tables.subscriptions.put(billing::Subscription{fields});
  });
  EXPECT_TRUE(views.subscriptions(at_ms(19), std::nullopt, 10).empty());
  EXPECT_EQ(views.subscriptions(at_ms(20), std::nullopt, 10).size(), 1u);
}

TEST_P(DueLaws, SchedulesWithDaysBeforeTodayAreListedInOrderOfId) {
  put_schedule(5, "2026-02-27");
  put_schedule(1, "2026-02-28");
  put_schedule(4, "2026-03-01");
  put_schedule(2, "");
  put_schedule(3, "0001-01-01");
  for (const std::size_t limit : {1, 2, 10}) {
    std::vector<billing::InvoiceId> seen;
    for (bool more = true; more;) {
      const auto found = views.schedules(
          day("2026-03-01"), seen.empty() ? std::nullopt : std::optional{seen.back()}, limit);
      seen.insert(seen.end(), found.begin(), found.end());
      more = found.size() == limit;
    }
    EXPECT_EQ(seen, (std::vector{some_id<billing::InvoiceId>(1), some_id<billing::InvoiceId>(3),
                                 some_id<billing::InvoiceId>(5)}));
  }
}

TEST_P(DueLaws, TheNextTimeIsTheFirstOfAllBehindAGivenOne) {
  const auto midnight = [](std::string_view text) {
    return shared::Instant{std::chrono::sys_days{day(text)}};
  };
  EXPECT_EQ(views.next(at_ms(0)).ahead_ms, 0);
  EXPECT_FALSE(views.next(at_ms(0)).at.has_value());
  tables.batch([&] { tables.clock.put({"clock", 1, most}); });
  put_subscription(1, 40);
  put_draft(1, 30);
  put_payment(1, 20);
  put_subscription(2, 10);
  EXPECT_EQ(views.next(at_ms(0)).ahead_ms, most);
  EXPECT_EQ(views.next(at_ms(0)).at, at_ms(10));
  EXPECT_EQ(views.next(at_ms(10)).at, at_ms(20));
  EXPECT_EQ(views.next(at_ms(20)).at, at_ms(30));
  EXPECT_EQ(views.next(at_ms(30)).at, at_ms(40));
  EXPECT_FALSE(views.next(at_ms(40)).at.has_value());

  // A day is earned when it is over.
  put_schedule(1, "2026-02-28");
  EXPECT_EQ(views.next(at_ms(40)).at, midnight("2026-03-01"));
  EXPECT_EQ(views.next(midnight("2026-02-28")).at, midnight("2026-03-01"));
  EXPECT_EQ(views.next(midnight("2026-03-01") - std::chrono::milliseconds{1}).at,
            midnight("2026-03-01"));
  EXPECT_FALSE(views.next(midnight("2026-03-01")).at.has_value());
  EXPECT_EQ(views.next(at_ms(39)).at, at_ms(40));
}

}  // namespace
}  // namespace contracts
