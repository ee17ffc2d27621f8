#include <string>

#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/sql/user/sql_users.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

// PostgreSQL keeps a statement's plan, and makes it when the tables are new and empty.
TEST(PostgresqlPlans, MadeForAnEmptyTableDoNotReadTheWholeOfAFullOne) {
  constexpr std::uint64_t batches = 40;
  constexpr std::uint64_t batch = 50;
  Database database{sql::Dialect::postgresql, "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlUsers users{database.writer()};
  for (std::uint64_t first = 0; first < batches * batch; first += batch) {
    store.begin();
    for (auto seed = first; seed < first + batch; ++seed) {
      const auto address = user::Email::stored("u" + std::to_string(seed) + "@example.org");
      users.want({some_uuid(seed)});
      users.want(address);
      users.put({{some_uuid(seed)}, address, {}, shared::from_unix_ms(0)});
    }
    users.load();
    store.fetch();
    users.keep();
    users.flush();
    store.commit();
    users.clear();
  }
  sql::Query flush{database.writer(), "SELECT pg_stat_force_next_flush()::text", "", "t"};
  flush.one();
  sql::Query read{database.reader(),
                  "SELECT coalesce(sum(seq_tup_read), 0)::bigint FROM pg_stat_user_tables "
                  "WHERE schemaname = current_schema() AND relname = 'app_user'",
                  "", "n"};
  ASSERT_TRUE(read.one());
  EXPECT_LT(read.number(0), static_cast<std::int64_t>(batch * batches));
}

}  // namespace
}  // namespace contracts
