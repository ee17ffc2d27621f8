#include <fstream>

#include <gtest/gtest.h>

#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <sys/stat.h>

#include <tests/contracts/roles.hpp>
#include <tests/contracts/samples.hpp>

// What the roles that `cleave migrate` makes on PostgreSQL may do, and what not.
namespace contracts {
namespace {

const test::Postgres& server() { return test::Postgres::running(); }

std::vector<std::string> tables_of(const ServedModule& module) {
  sql::Session session{module.owner, sql::Access::reader};
  sql::Query names{session, "SELECT tablename::text FROM pg_tables WHERE schemaname = :schema",
                   "t", "t"};
  std::vector<std::string> tables;
  names.with(module.module).each([&] { tables.push_back(names.text(0)); });
  return tables;
}

class Roles : public testing::Test {
 protected:
  const std::string database = test::Postgres::fresh_schema();
  ServedModule user{server(), database, "user"};
  ServedModule billing{server(), database, "billing"};
};

TEST_F(Roles, AModulesRoleReadsAndWritesNothingOfTheOthers) {
  for (const auto& [who, whose] : {std::pair{&user, &billing}, std::pair{&billing, &user}}) {
    sql::Session session{who->service(), sql::Access::writer};
    const auto tables = tables_of(*whose);
    ASSERT_GE(tables.size(), 8U);
    for (const auto& table : tables) {
      const auto name = '"' + whose->module + "\"." + table;
      for (const auto& statement :
           {"SELECT * FROM " + name, "INSERT INTO " + name + " DEFAULT VALUES",
            "DELETE FROM " + name, "TRUNCATE " + name, "DROP TABLE " + name,
            "ALTER TABLE " + name + " ADD x BIGINT"}) {
        EXPECT_EQ(refusal(session, statement), may_not) << who->wanted.login << ": " << statement;
      }
    }
  }
}

TEST_F(Roles, AModulesRoleConnectsToNoOtherModulesDatabase) {
  const auto other = test::Postgres::fresh_schema();
  const ServedModule elsewhere{server(), other, "billing"};
  EXPECT_THROW((sql::Session{user.service(other), sql::Access::reader}), sync::StoreUnavailable);
  EXPECT_THROW((sql::Session{elsewhere.service(database), sql::Access::reader}),
               sync::StoreUnavailable);
  EXPECT_NO_THROW((sql::Session{elsewhere.service(), sql::Access::reader}));
}

TEST_F(Roles, WhatIsAppendOnlyIsAddedToAndNeverChanged) {
  sql::Session writer{billing.service(), sql::Access::writer};
  sql::SqlStore store{writer, "billing/0"};
  sql::SqlEventLog log{writer, store};
  store.begin();
  log.append(some_commit(0, 2));
  store.commit();
  EXPECT_EQ(refusal(writer, "INSERT INTO ledger_entry VALUES (1, 'a', 'b', 'c', 'd', 1, NULL)"),
            "");
  for (const auto* table : {"event_log", "log_epoch", "ledger_entry", "ledger_posting"}) {
    const std::string name = table;
    sql::Query column{writer,
                      "SELECT attname::text FROM pg_attribute WHERE attnum = 1 AND attrelid = "
                      "to_regclass(:name)",
                      "t", "t"};
    ASSERT_TRUE(column.with(name).one());
    for (const auto& statement :
         {"DELETE FROM " + name, "TRUNCATE " + name,
          "UPDATE " + name + " SET " + column.text(0) + " = " + column.text(0)}) {
      EXPECT_EQ(refusal(writer, statement), may_not) << statement;
    }
  }
  EXPECT_EQ(sql::SqlLogReader{writer}.head().offset, 2U);
}

TEST_F(Roles, AServicesRoleMakesNothingAndSaysOfNoMigrationThatItIsThere) {
  sql::Session session{user.service(), sql::Access::writer};
  for (const auto* statement :
       {"CREATE TABLE mine (x BIGINT)", "CREATE TABLE public.mine (x BIGINT)",
        "CREATE TEMPORARY TABLE mine (x BIGINT)", "CREATE SCHEMA mine", "DROP SCHEMA \"user\"",
        "CREATE ROLE mine", "ALTER TABLE app_user ADD x BIGINT", "DROP TABLE app_user",
        "INSERT INTO schema_migration VALUES ('x', 1, '', '', 1, 0)",
        "DELETE FROM schema_migration", "UPDATE schema_migration SET version = 0"}) {
    const auto state = refusal(session, statement);
    EXPECT_TRUE(state == may_not) << statement << ": " << state;
  }
  EXPECT_EQ(refusal(session, "SET ROLE " + user.wanted.owner()), may_not);
}

TEST_F(Roles, ATableOfALaterMigrationIsTheServicesToUse) {
  sql::Session owner{user.owner, sql::Access::writer};
  const sql::EmbeddedMigration later{1, "later", "-- expand\nCREATE TABLE later (x BIGINT);\n"};
  sql::Migrator{owner}.apply("later", std::span{&later, 1}, {});
  sql::Session session{user.service(), sql::Access::writer};
  for (const auto* statement : {"INSERT INTO later VALUES (1)", "UPDATE later SET x = 2",
                                "SELECT * FROM later", "DELETE FROM later"}) {
    EXPECT_EQ(refusal(session, statement), "") << statement;
  }
}

TEST_F(Roles, ProvisioningAgainTakesBackWhatWasGrantedByHand) {
  {
    sql::Session owner{billing.owner, sql::Access::writer};
    const auto& login = billing.wanted.login;
    owner.run("GRANT ALL ON ALL TABLES IN SCHEMA billing TO " + login);
    owner.run("GRANT CREATE ON SCHEMA billing TO " + login);
    owner.run("GRANT SELECT ON event_log TO PUBLIC");
  }
  billing.provision();
  sql::Session session{billing.service(), sql::Access::writer};
  for (const auto* statement :
       {"DELETE FROM event_log", "TRUNCATE event_log", "CREATE TABLE mine (x BIGINT)"}) {
    EXPECT_EQ(refusal(session, statement), may_not) << statement;
  }
  EXPECT_EQ(refusal(session, "SELECT * FROM event_log"), "");
}

TEST_F(Roles, AServiceStartsOnItsBinarysSchemaAloneAndSaysWhatToDo) {
  sql::Session session{user.service(), sql::Access::writer};
  EXPECT_EQ(sql::Migrator{session}.bring_up_to_date("user", {}), 0U);
  {
    sql::Session owner{user.owner, sql::Access::writer};
    owner.run("DELETE FROM schema_migration WHERE module = 'user' AND version = 2");
  }
  try {
    sql::Migrator{session}.bring_up_to_date("user", {});
    FAIL() << "a schema that lacks a migration passed";
  } catch (const sql::MigrationRefused& refused) {
    const std::string text = refused.what();
    EXPECT_NE(text.find("user/2_subscriptions"), std::string::npos) << text;
    EXPECT_NE(text.find("run cleave migrate"), std::string::npos) << text;
  }
  auto nowhere = user.service();
  nowhere.schema = "billing";
  sql::Session lost{nowhere, sql::Access::writer};
  EXPECT_THROW(sql::Migrator{lost}.bring_up_to_date("billing", {}), sql::MigrationRefused);
}

TEST_F(Roles, ARoleThatMayDoMoreAndASchemaOfSomebodyElseAreRefused) {
  auto wanted = user.wanted;
  wanted.login = "postgres";
  EXPECT_THROW(sql::Provisioner{wanted}, sql::ProvisionRefused);
  wanted = user.wanted;
  wanted.login = database + "_another";
  EXPECT_THROW(sql::Provisioner{wanted}, sql::ProvisionRefused);
  wanted.login = std::string(60, 'x');
  EXPECT_THROW(sql::Provisioner{wanted}, sql::ProvisionRefused);
}

TEST(RolesPassword, IsSetAndToldToNobody) {
  test::Postgres own{"log_statement = 'all'"};
  const ServedModule user{own, "cleave", "user", "pass'word\\ 1"};
  EXPECT_EQ(own.log().find("pass'word"), std::string::npos);
  EXPECT_EQ(own.log().find("pass''word"), std::string::npos);
  for (const auto& statement : sql::Provisioner{user.wanted}.statements()) {
    EXPECT_EQ(statement.find("pass'"), std::string::npos) << statement;
  }
  own.allow("local all cleave_user scram-sha-256");
  own.stop();
  own.start();
  EXPECT_THROW((sql::Session{user.service(), sql::Access::reader}), sync::StoreUnavailable);
  const test::TempFolder folder;
  const auto passfile = (folder.path() / "pgpass").string();
  std::ofstream(passfile) << "*:*:*:cleave_user:pass'word\\\\ 1\n";
  ::chmod(passfile.c_str(), 0600);
  auto at = user.service();
  at.conninfo += " passfile=" + passfile;
  EXPECT_NO_THROW((sql::Session{at, sql::Access::reader}));
}

}  // namespace
}  // namespace contracts
