#include <limits>

#include <adapters/sql/billing/sql_billing_profiles.hpp>
#include <adapters/sql/billing/sql_customer_views.hpp>
#include <adapters/sql/billing/sql_user_replica.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

billing::CustomerId customer(std::uint64_t seed) { return {some_uuid(seed)}; }

billing::KnownUser known(std::uint64_t seed) {
  return {.id = customer(seed),
          .version = std::numeric_limits<std::int64_t>::max(),
          .email = "a@example.org",  // a replica holds no e-mail to be unique
          .display_name = awkward_text(),
          .status = "active"};
}

class CustomerLaws : public OnEachStore {
 protected:
  template <class Rows>
  void end_batch(Rows& rows) {
    rows.keep();
    rows.flush();
    store.commit();
    rows.clear();
  }
  void put(const std::vector<billing::KnownUser>& users) {
    store.begin();
    for (const auto& one : users) replica.want(one.id);
    replica.load();
    for (const auto& one : users) replica.put(one);
    end_batch(replica);
  }
  void put(const billing::BillingProfile& profile) {
    store.begin();
    profiles.want(profile.fields().id);
    profiles.load();
    profiles.put(profile);
    end_batch(profiles);
  }

  Database database{GetParam(), "billing"};
  sql::SqlStore store{database.writer(), "billing/0"};
  sql::SqlUserReplica replica{database.writer()};
  sql::SqlBillingProfiles profiles{database.writer()};
  sql::SqlCustomerViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, CustomerLaws, each_store(), store_name);

TEST_P(CustomerLaws, AKnownUserIsReadBackAsItWasPutAndOverwrittenWhole) {
  put({known(1), known(2)});
  auto changed = known(1);
  changed.email = "O'Brien\\@example.org";
  changed.status = "inactive";
  put({changed, known(3)});

  store.begin();
  for (const std::uint64_t seed : {1, 2, 3, 4}) replica.want(customer(seed));
  replica.load();
  EXPECT_EQ(replica.find(customer(1)), changed);
  EXPECT_EQ(replica.find(customer(2)), known(2));
  EXPECT_EQ(replica.find(customer(3)), known(3));
  EXPECT_FALSE(replica.find(customer(4)).has_value());
  replica.remove(customer(2));
  replica.remove(customer(4));  // harmless
  end_batch(replica);
  EXPECT_FALSE(views.find(customer(2)).has_value());
  EXPECT_EQ(views.find(customer(1))->email, "O'Brien\\@example.org");
}

TEST_P(CustomerLaws, ACustomerIsTheCopyBesideTheProfileWhereThereIsOne) {
  put({known(1), known(2), known(3)});
  put(billing::BillingProfile{customer(2), billing::Currency::stored("eur"), std::nullopt});
  put(billing::BillingProfile{customer(3), billing::Currency::stored("jpy"),
                              billing::TaxId::stored("DE {\"1\"}")});

  const auto bare = *views.find(customer(1));
  EXPECT_EQ(bare.id, customer(1).text());
  EXPECT_EQ(bare.user_id, customer(1).user_text());
  EXPECT_EQ(bare.user_version, known(1).version);
  EXPECT_EQ(bare.display_name, awkward_text());
  EXPECT_FALSE(bare.has_billing_profile);
  EXPECT_EQ(bare.version, 0);
  EXPECT_FALSE(bare.currency || bare.tax_id);

  const auto untaxed = *views.find(customer(2));
  EXPECT_TRUE(untaxed.has_billing_profile);
  EXPECT_EQ(untaxed.version, 1);
  EXPECT_EQ(untaxed.currency, "eur");
  EXPECT_FALSE(untaxed.tax_id.has_value());
  EXPECT_EQ(views.find(customer(3))->tax_id, "DE {\"1\"}");
  EXPECT_FALSE(views.find(customer(4)).has_value());
}

TEST_P(CustomerLaws, AProfileIsReadBackAsItWasPutAndRemoved) {
  billing::BillingProfile profile{customer(1), billing::Currency::stored("eur"),
                                  billing::TaxId::stored("NULL")};
  put(profile);
  profile.change(billing::Currency::stored("usd"), std::nullopt);
  put(profile);

  store.begin();
  profiles.want(customer(1));
  profiles.want(customer(2));
  profiles.load();
  EXPECT_EQ(profiles.find(customer(1)), profile);
  EXPECT_FALSE(profiles.find(customer(2)).has_value());
  profiles.remove(customer(1));
  profiles.drop();
  EXPECT_EQ(profiles.find(customer(1)), profile);
  profiles.remove(customer(1));
  end_batch(profiles);
  store.begin();
  profiles.want(customer(1));
  profiles.load();
  EXPECT_FALSE(profiles.find(customer(1)).has_value());
  store.rollback();
  profiles.clear();
}

TEST_P(CustomerLaws, ListsPageByIdWithoutGapOrRepeat) {
  put({known(3), known(1), known(2)});
  const auto first = views.page(std::nullopt, 2);
  ASSERT_EQ(first.customers.size(), 2u);
  EXPECT_EQ(first.customers[0].id, customer(1).text());
  EXPECT_EQ(first.customers[1].id, customer(2).text());
  EXPECT_TRUE(first.has_more);
  const auto second = views.page(customer(2), 2);
  ASSERT_EQ(second.customers.size(), 1u);
  EXPECT_EQ(second.customers[0].id, customer(3).text());
  EXPECT_FALSE(second.has_more);
}

}  // namespace
}  // namespace contracts
