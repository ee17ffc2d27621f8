#include <sys/stat.h>

#include <adapters/sql/query.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/support/postgres.hpp>

// `cleave migrate --admin-url`, as an operator runs it.
using namespace e2e;

namespace {

class Provisioning : public Installation {
 protected:
  Ran migrate(std::vector<std::string> more, const std::string& input = {},
              const std::string& user = "cleave_{module}") {
    std::vector<std::string> words{"migrate", "--admin-url", "user=postgres host=" + host};
    words.insert(words.end(), more.begin(), more.end());
    return run_cleave(words, input,
                      {"CLEAVE_DATABASE_URL=host=" + host + " dbname=cleave user=" + user});
  }
  std::int64_t count(const std::string& what) {
    sql::Session session{sql::Postgresql{.conninfo = postgres.conninfo(), .schema = "public"},
                         sql::Access::reader};
    sql::Query query{session, "SELECT count(*) FROM " + what, "", "n"};
    query.one();
    return query.number(0);
  }

  test::Postgres postgres;
  const std::string host = postgres.host();
};

TEST_F(Provisioning, ADryRunShowsItAllAndChangesNothing) {
  const auto ran = migrate({"--dry-run", "--password-file", "-"}, "top-secret\n");
  ASSERT_EQ(ran.exit, 0) << ran.err;
  for (const auto* statement :
       {"CREATE DATABASE \"cleave\";", "CREATE ROLE \"cleave_user_owner\" NOLOGIN;",
        "ALTER ROLE \"cleave_billing\" PASSWORD '...';",
        "REVOKE ALL ON DATABASE \"cleave\" FROM PUBLIC;"}) {
    EXPECT_NE(ran.err.find(statement), std::string::npos) << statement << ran.err;
  }
  EXPECT_NE(ran.out.find("ledger\tpending"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.err.find("top-secret"), std::string::npos);
  EXPECT_EQ(count("pg_roles WHERE rolname LIKE 'cleave%'"), 0);
  EXPECT_EQ(count("pg_database WHERE datname = 'cleave'"), 0);
}

TEST_F(Provisioning, AgainItChangesNothingAndADryRunFindsNothingPending) {
  ASSERT_EQ(migrate({}).exit, 0);
  EXPECT_EQ(count("pg_roles WHERE rolname LIKE 'cleave%'"), 8);
  for (const auto& again : {migrate({}), migrate({"--dry-run"})}) {
    EXPECT_EQ(again.exit, 0) << again.err;
    EXPECT_NE(again.err.find("every schema is up to date"), std::string::npos) << again.err;
    EXPECT_EQ(again.err.find("CREATE ROLE"), std::string::npos) << again.err;
    EXPECT_EQ(again.err.find("CREATE SCHEMA"), std::string::npos) << again.err;
  }
  EXPECT_EQ(count("pg_roles WHERE rolname LIKE 'cleave%'"), 8);
}

TEST_F(Provisioning, SaysWhatIsWrongBeforeItChangesAnything) {
  const auto open_file = home() / "password";
  write_file(open_file, "secret\n");
  ::chmod(open_file.c_str(), 0644);
  struct Wrong {
    Ran ran;
    const char* said;
  };
  for (const auto& [ran, said] :
       {Wrong{migrate({"--password-file", open_file}), "chmod 600"},
        Wrong{migrate({"--password-file", home() / "none"}), "cannot be read"},
        Wrong{migrate({"--password-file", "-"}), "holds no password"},
        Wrong{migrate({}, "", "postgres"), "may do more than a service needs"},
        Wrong{run_cleave({"migrate", "--admin-url", "host=" + host}), "needs database.url"}}) {
    EXPECT_EQ(ran.exit, 78) << said << ran.err;
    EXPECT_NE(ran.err.find(said), std::string::npos) << ran.err;
    EXPECT_EQ(ran.err.find("secret"), std::string::npos) << ran.err;
  }
  EXPECT_EQ(count("pg_roles WHERE rolname LIKE 'cleave%'"), 0);
}

TEST_F(Provisioning, AServerOnASchemaThatNobodyMigratedSaysWhatToDo) {
  ASSERT_EQ(migrate({}).exit, 0);
  {
    sql::Session session{sql::Postgresql{.conninfo = "user=postgres dbname=cleave host=" + host,
                                         .schema = "billing"},
                         sql::Access::writer};
    session.run("DELETE FROM schema_migration WHERE module = 'billing' AND version = 9");
  }
  auto program = serve_program(home());
  program.environment = {"CLEAVE_DATABASE_URL=host=" + host +
                         " dbname=cleave user=cleave_{module}"};
  Child child{program};
  EXPECT_EQ(child.wait(std::chrono::seconds{60}), 78);
  const auto said = read_file(home() / "err");
  EXPECT_NE(said.find("billing/9_payment_references"), std::string::npos) << said;
  EXPECT_NE(said.find("run cleave migrate"), std::string::npos) << said;
}

}  // namespace
