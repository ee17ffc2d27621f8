#include <adapters/sql/billing/sql_customer_views.hpp>
#include <tests/contracts/billing_samples.hpp>
#include <tests/contracts/billing_tables.hpp>

namespace contracts {
namespace {

class CustomerLaws : public OnEachStore {
 protected:
  void put(const std::vector<billing::KnownUser>& users,
           const std::vector<billing::BillingProfile>& profiles) {
    tables.batch([&] {
      for (const auto& one : users) tables.replica.put(one);
      for (const auto& one : profiles) tables.profiles.put(one);
    });
  }

  Database database{GetParam(), "billing"};
  BillingTables tables{database.writer()};
  sql::SqlCustomerViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, CustomerLaws, each_store(), store_name);

TEST_P(CustomerLaws, ACustomerIsTheCopyBesideTheProfileWhereThereIsOne) {
  const billing::BillingProfile untaxed{{.id = some_customer(2),
                                         .version = 1,
                                         .currency = eur(),
                                         .tax_id = std::nullopt,
                                         .address = std::nullopt,
                                         .payment_method = ""}};
  put({some_user(1), some_user(2), some_user(3)}, {untaxed, some_profile(3)});

  billing::CustomerView expected{.id = some_customer(1).text(),
                                 .user_id = some_customer(1).user_text(),
                                 .user_version = some_user(1).version,
                                 .email = some_user(1).email,
                                 .display_name = some_user(1).display_name,
                                 .time_zone = some_user(1).time_zone,
                                 .status = some_user(1).status,
                                 .has_billing_profile = false,
                                 .version = 0,
                                 .currency = std::nullopt,
                                 .tax_id = std::nullopt,
                                 .address = std::nullopt,
                                 .payment_method = std::nullopt};
  EXPECT_EQ(views.find(some_customer(1)), expected);

  expected.id = some_customer(2).text();
  expected.user_id = some_customer(2).user_text();
  expected.has_billing_profile = true;
  expected.version = 1;
  expected.currency = "eur";
  EXPECT_EQ(views.find(some_customer(2)), expected);

  expected.id = some_customer(3).text();
  expected.user_id = some_customer(3).user_text();
  expected.tax_id = some_profile(3).fields().tax_id->text();
  expected.address = some_address();
  expected.payment_method = some_profile(3).fields().payment_method;
  EXPECT_EQ(views.find(some_customer(3)), expected);
  EXPECT_FALSE(views.find(some_customer(4)).has_value());
}

TEST_P(CustomerLaws, AProfileOfAUserWhoIsNotKnownYetIsNoCustomer) {
  put({}, {some_profile(1)});
  EXPECT_FALSE(views.find(some_customer(1)).has_value());
  EXPECT_TRUE(views.page(std::nullopt, 10).rows.empty());
}

TEST_P(CustomerLaws, ListsPageByIdWithoutGapOrRepeat) {
  put({some_user(3), some_user(1), some_user(2)}, {});
  const auto first = views.page(std::nullopt, 2);
  ASSERT_EQ(first.rows.size(), 2u);
  EXPECT_EQ(first.rows[0].id, some_customer(1).text());
  EXPECT_EQ(first.rows[1].id, some_customer(2).text());
  EXPECT_TRUE(first.has_more);
  const auto second = views.page(some_customer(2), 2);
  ASSERT_EQ(second.rows.size(), 1u);
  EXPECT_EQ(second.rows[0].id, some_customer(3).text());
  EXPECT_FALSE(second.has_more);
}

}  // namespace
}  // namespace contracts
