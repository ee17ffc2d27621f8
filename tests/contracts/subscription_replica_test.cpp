#include <limits>

#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/sql/user/sql_subscription_replica.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

user::UserId owner(std::uint64_t seed) { return {some_uuid(seed)}; }

user::SubscriptionFacts facts(std::uint64_t seed, user::UserId user) {
  return {.id = shared::prefixed("sub_", some_uuid(seed)),
          .version = std::numeric_limits<std::int64_t>::max(),
          .user_id = user,
          .product_id = "prod_" + awkward_text(),
          .status = "active",
          .entitled = true,
          .entitlements = {"api", "seats.10"},
          .current_period_end = "2026-02-28"};
}

class SubscriptionReplicaLaws : public OnEachStore {
 protected:
  void put(const std::vector<user::SubscriptionFacts>& all) {
    store.begin();
    for (const auto& one : all) replica.want(one.id);
    EXPECT_TRUE(replica.load());
    store.fetch();
    for (const auto& one : all) replica.put(one);
    end_batch();
  }
  void end_batch() {
    replica.keep();
    replica.flush();
    store.commit();
    replica.clear();
  }

  Database database{GetParam(), "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlSubscriptionReplica replica{database.writer()};
  sql::SqlSubscriptionReplicaViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, SubscriptionReplicaLaws, each_store(), store_name);

TEST_P(SubscriptionReplicaLaws, FactsAreReadBackAsTheyWerePutAndOverwrittenWhole) {
  auto changed = facts(1, owner(7));
  put({changed, facts(2, owner(7))});
  changed.status = "canceled";
  changed.entitled = false;
  changed.entitlements = {};
  put({changed});
  store.begin();
  replica.want(changed.id);
  replica.want("sub_unknown");
  replica.load();
  store.fetch();
  EXPECT_EQ(replica.find(changed.id), changed);
  EXPECT_FALSE(replica.find("sub_unknown").has_value());
  replica.remove(changed.id);
  end_batch();
  EXPECT_EQ(views.of(owner(7), 10), std::vector{facts(2, owner(7))});
}

TEST_P(SubscriptionReplicaLaws, AUsersAreShownNewestFirstAndNobodyElses) {
  put({facts(1, owner(7)), facts(2, owner(7)), facts(3, owner(8))});
  EXPECT_EQ(views.of(owner(7), 10), (std::vector{facts(2, owner(7)), facts(1, owner(7))}));
  EXPECT_EQ(views.of(owner(7), 1), std::vector{facts(2, owner(7))});
  EXPECT_TRUE(views.of(owner(9), 10).empty());
}

}  // namespace
}  // namespace contracts
