#include <adapters/sql/sync/sql_lease.hpp>
#include <tests/contracts/database.hpp>

#include <chrono>
#include <thread>

namespace contracts {
namespace {

using std::chrono::steady_clock;

class LeaseLaws : public testing::Test {
 protected:
  struct Holder {
    explicit Holder(const Database& database, const std::string& name = "user/0")
        : session(database.connect(sql::Access::reader)), lease(*session, name) {}

    // Tries every 20 ms, as long as a test may take; how long it took.
    std::chrono::milliseconds until_held() {
      const auto begin = steady_clock::now();
      while (steady_clock::now() < begin + std::chrono::seconds{30}) {
        try {
          if (lease.hold()) break;
        } catch (const sync::StoreUnavailable&) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
      }
      return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
    }

    std::unique_ptr<sql::Session> session;
    sql::SqlLease lease;
  };

  Database database{sql::Dialect::postgresql, "user"};
};

TEST_F(LeaseLaws, OneHoldsItUntilItGivesItUp) {
  Holder one{database};
  Holder two{database};
  EXPECT_TRUE(one.lease.hold());
  EXPECT_TRUE(one.lease.hold());
  EXPECT_FALSE(two.lease.hold());
  one.lease.give_up();
  EXPECT_TRUE(two.lease.hold());
  EXPECT_FALSE(one.lease.hold());
}

TEST_F(LeaseLaws, LeasesOfOtherNamesAndOfOtherSchemasAreOthers) {
  Holder one{database};
  Holder other_name{database, "billing/0"};
  const Database elsewhere{sql::Dialect::postgresql, "user"};
  Holder other_schema{elsewhere};
  EXPECT_TRUE(one.lease.hold());
  EXPECT_TRUE(other_name.lease.hold());
  EXPECT_TRUE(other_schema.lease.hold());
}

TEST_F(LeaseLaws, ItIsFreeAtOnceWhenItsHoldersSessionEnds) {
  auto one = std::make_unique<Holder>(database);
  Holder two{database};
  EXPECT_TRUE(one->lease.hold());
  one.reset();
  two.until_held();
  EXPECT_TRUE(two.lease.hold());
}

TEST_F(LeaseLaws, ItIsFreeSoonAfterItsHolderFallsSilentWhoNoticesWhenItSpeaksAgain) {
  Holder one{database};
  Holder two{database};
  EXPECT_TRUE(one.lease.hold());
  const auto waited = two.until_held();
  EXPECT_GE(waited.count(), 500);
  EXPECT_LT(waited.count(), 20'000) << "a second is what the server is told";
  EXPECT_THROW(one.lease.hold(), sync::StoreUnavailable) << "the server ended the session";
  EXPECT_FALSE(one.lease.hold());
  one.lease.give_up();  // has nothing to give
  EXPECT_TRUE(two.lease.hold());
}

TEST_F(LeaseLaws, ItIsKeptByWhoSpeaksNowAndThen) {
  Holder one{database};
  Holder two{database};
  EXPECT_TRUE(one.lease.hold());
  const auto end = steady_clock::now() + std::chrono::milliseconds{2'500};
  while (steady_clock::now() < end) {
    one.session->run("SELECT 1");  // any use of the session will do
    EXPECT_FALSE(two.lease.hold());
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  EXPECT_TRUE(one.lease.hold());
}

TEST(LeaseOfAFile, IsAlwaysHeld) {
  const Database database{sql::Dialect::sqlite, "user"};
  const auto session = database.connect(sql::Access::reader);
  sql::SqlLease lease{*session, "user/0"};
  EXPECT_TRUE(lease.hold());
  lease.give_up();
  EXPECT_TRUE(lease.hold());
}

}  // namespace
}  // namespace contracts
