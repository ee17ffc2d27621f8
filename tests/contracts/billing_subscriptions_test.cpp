#include <gtest/gtest.h>

#include <adapters/sql/billing/sql_subscription_views.hpp>

#include <tests/contracts/billing_samples.hpp>
#include <tests/contracts/billing_tables.hpp>

namespace contracts {
namespace {

using billing::SubscriptionStatus;
using Seeds = std::vector<std::uint64_t>;

class SubscriptionLaws : public OnEachStore {
 protected:
  static billing::Subscription made(std::uint64_t seed, std::uint64_t customer,
                                    SubscriptionStatus status = SubscriptionStatus::active) {
    auto fields = some_subscription(seed, customer);
    fields.status = status;
    return billing::Subscription{fields};
  }
  static std::vector<billing::SubscriptionId> ids(const Seeds& seeds) {
    std::vector<billing::SubscriptionId> ids;
    for (const auto seed : seeds) ids.push_back(some_id<billing::SubscriptionId>(seed));
    return ids;
  }
  static std::vector<billing::SubscriptionId> ids_of(
      const std::vector<billing::Subscription>& all) {
    std::vector<billing::SubscriptionId> ids;
    for (const auto& one : all) ids.push_back(one.fields().id);
    return ids;
  }
  void put(const std::vector<billing::Subscription>& all) {
    tables.batch([&] {
      for (const auto& one : all) tables.subscriptions.put(one);
    });
  }
  auto of(std::uint64_t customer) {
    return ids_of(tables.subscriptions.find(some_customer(customer)));
  }

  Database database{GetParam(), "billing"};
  BillingTables tables{database.writer()};
  sql::SqlSubscriptionViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, SubscriptionLaws, each_store(), store_name);

TEST_P(SubscriptionLaws, ThoseOfACustomerAreTheOnesThatHaveNotEnded) {
  put({made(5, 1), made(2, 1, SubscriptionStatus::paused), made(3, 2),
       made(1, 1, SubscriptionStatus::canceled),
       made(4, 1, SubscriptionStatus::incomplete_expired)});
  tables.look([&] {
    for (const std::uint64_t customer : {1, 2, 3})
      tables.subscriptions.want(some_customer(customer));
    EXPECT_EQ(of(1), ids(Seeds{})) << "wanted, and not loaded yet";
    EXPECT_TRUE(tables.subscriptions.load());
    tables.store.fetch();
    EXPECT_FALSE(tables.subscriptions.load());
    EXPECT_EQ(of(1), ids({2, 5}));
    EXPECT_EQ(of(2), ids({3}));
    EXPECT_EQ(of(3), ids(Seeds{}));
    EXPECT_EQ(tables.subscriptions.find(some_id<billing::SubscriptionId>(5)), made(5, 1))
        << "loaded that way, it is there by its id too";
  });
}

TEST_P(SubscriptionLaws, ThoseOfACustomerCountWhatTheBatchHasPutAndNotWhatItDropped) {
  put({made(2, 1), made(6, 1)});
  tables.batch([&] {
    auto& subscriptions = tables.subscriptions;
    subscriptions.put(made(4, 1));  // before anybody asked
    subscriptions.keep();
    subscriptions.want(some_customer(1));
    EXPECT_EQ(of(1), ids(Seeds{})) << "half of them is none";
    subscriptions.load();
    tables.store.fetch();
    EXPECT_EQ(of(1), ids({2, 4, 6}));
    subscriptions.put(made(3, 1));
    subscriptions.put(made(2, 1, SubscriptionStatus::canceled));
    EXPECT_EQ(of(1), ids({3, 4, 6}));
    subscriptions.drop();
    EXPECT_EQ(of(1), ids({2, 4, 6}));
    subscriptions.remove(some_id<billing::SubscriptionId>(6));
    EXPECT_EQ(of(1), ids({2, 4}));
  });
  tables.look([&] {
    tables.subscriptions.want(some_customer(1));
    tables.subscriptions.load();
    tables.store.fetch();
    EXPECT_EQ(of(1), ids({2, 4}));
  });
}

TEST_P(SubscriptionLaws, ALateLoadOfACustomerDoesNotOverwriteAChange) {
  put({made(2, 1)});
  tables.batch([&] {
    auto& subscriptions = tables.subscriptions;
    subscriptions.want(some_id<billing::SubscriptionId>(2));
    subscriptions.load();
    tables.store.fetch();
    subscriptions.put(made(2, 1, SubscriptionStatus::past_due));
    subscriptions.keep();
    subscriptions.want(some_customer(1));
    subscriptions.load();
    tables.store.fetch();
    EXPECT_EQ(subscriptions.find(some_customer(1)),
              std::vector{made(2, 1, SubscriptionStatus::past_due)});
  });
}

TEST_P(SubscriptionLaws, ListsShowEachOnceInOrderWhateverTheyAreNarrowedTo) {
  put({made(7, 1), made(3, 2), made(5, 1, SubscriptionStatus::canceled), made(1, 1),
       made(9, 2, SubscriptionStatus::canceled), made(4, 1, SubscriptionStatus::canceled)});
  struct Case {
    std::optional<billing::CustomerId> customer;
    std::optional<SubscriptionStatus> status;
    Seeds expected;
    bool not_ended = false;
  };
  for (const auto& [customer, status, expected, not_ended] : {
           Case{std::nullopt, std::nullopt, {1, 3, 4, 5, 7, 9}},
           Case{some_customer(1), std::nullopt, {1, 4, 5, 7}},
           Case{std::nullopt, SubscriptionStatus::canceled, {4, 5, 9}},
           Case{std::nullopt, SubscriptionStatus::active, {1, 3, 7}},
           Case{some_customer(1), SubscriptionStatus::canceled, {4, 5}},
           Case{some_customer(1), SubscriptionStatus::active, {1, 7}},
           Case{some_customer(3), std::nullopt, {}},
           Case{std::nullopt, SubscriptionStatus::paused, {}},
           Case{std::nullopt, std::nullopt, {1, 3, 7}, true},
           Case{some_customer(1), std::nullopt, {1, 7}, true},
           Case{some_customer(1), SubscriptionStatus::canceled, {}, true},
       }) {
    for (const std::size_t limit : {1, 2, 10}) {
      std::vector<billing::SubscriptionId> seen;
      bool more = true;
      while (more) {
        const auto page =
            views.page({customer, status, not_ended},
                       seen.empty() ? std::nullopt : std::optional{seen.back()}, limit);
        ASSERT_TRUE(page.rows.size() == limit || !page.has_more);
        for (const auto& id : ids_of(page.rows)) seen.push_back(id);
        more = page.has_more;
      }
      EXPECT_EQ(seen, ids(expected)) << limit;
    }
  }
  EXPECT_EQ(views.find(some_id<billing::SubscriptionId>(7)), made(7, 1));
  EXPECT_FALSE(views.find(some_id<billing::SubscriptionId>(8)).has_value());
}

}  // namespace
}  // namespace contracts
