#include <gtest/gtest.h>

#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/sql/user/sql_user_views.hpp>
#include <adapters/sql/user/sql_users.hpp>

#include <tests/contracts/roles.hpp>
#include <tests/contracts/samples.hpp>

// Two binaries on one schema: the newer one expands it, and the older one goes on.
namespace contracts {
namespace {

constexpr sql::EmbeddedMigration expands{
    3, "nicknames",
    "-- expand\nALTER TABLE app_user ADD nickname TEXT;\n"
    "CREATE TABLE nickname_history (id TEXT NOT NULL PRIMARY KEY, nickname TEXT);\n"};
constexpr sql::EmbeddedMigration contracts_it{4, "no_locale",
                                              "ALTER TABLE app_user DROP COLUMN locale;\n"};

class SideBySide : public testing::Test {
 protected:
  // What a binary carries that is newer by some migrations.
  void migrate_as_newer(std::vector<sql::EmbeddedMigration> more) {
    const auto known = sql::migrations_of("user");
    std::vector<sql::EmbeddedMigration> all{known.begin(), known.end()};
    all.insert(all.end(), more.begin(), more.end());
    sql::Session owner{user.owner, sql::Access::writer};
    EXPECT_GE(sql::Migrator{owner}.apply("user", all, shared::from_unix_ms(2'000)), 1U);
  }
  void register_user(std::uint64_t seed) {
    const user::User one{{some_uuid(seed)},
                         user::Email::stored("u" + std::to_string(seed) + "@example.org"),
                         {},
                         shared::from_unix_ms(1'700'000'000'000)};
    store.begin();
    const auto head = store.head();
    users.want({some_uuid(seed)});
    users.load();
    store.fetch();
    users.put(one);
    users.keep();
    users.flush();
    log.append(some_commit(head.offset, 1));
    store.commit();
    users.clear();
  }
  std::size_t registered() {
    sql::Query count{older, "SELECT count(*) FROM app_user", "", "n"};
    count.one();
    return static_cast<std::size_t>(count.number(0));
  }

  ServedModule user{test::Postgres::running(), test::Postgres::fresh_schema(), "user"};
  sql::Session older{user.service(), sql::Access::writer};  // an older binary's, which runs on
  sql::SqlStore store{older, "user/0"};
  sql::SqlEventLog log{older, store};
  sql::SqlUsers users{older};
  sql::SqlUserViews views{older};
};

TEST_F(SideBySide, TheOlderOneReadsAndWritesOnWhileTheNewerOneExpands) {
  register_user(1);
  EXPECT_TRUE(views.find({some_uuid(1)}));
  migrate_as_newer({expands});
  register_user(2);
  EXPECT_TRUE(views.find({some_uuid(1)}));
  EXPECT_TRUE(views.find({some_uuid(2)}));
  sql::Session newer{user.service(), sql::Access::writer};
  newer.run("UPDATE app_user SET nickname = 'x'");
  newer.run("INSERT INTO nickname_history VALUES ('a', 'b')");
  register_user(3);
  EXPECT_EQ(registered(), 3U);
}

TEST_F(SideBySide, TheOlderOneStartsAgainOnWhatOnlyExpandedAndIsRefusedAfterMore) {
  migrate_as_newer({expands});
  EXPECT_EQ(sql::Migrator{older}.bring_up_to_date("user", {}), 0U);
  migrate_as_newer({expands, contracts_it});
  EXPECT_THROW(sql::Migrator{older}.bring_up_to_date("user", {}), sql::MigrationRefused);
}

}  // namespace
}  // namespace contracts
