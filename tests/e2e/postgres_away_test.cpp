#include <adapters/sql/query.hpp>
#include <app/config_settings.hpp>
#include <app/database_url.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/support/postgres.hpp>

// A server whose PostgreSQL is not there: at its start, and later.
using namespace e2e;

namespace {

class PostgresAway : public Installation {
 protected:
  // The configuration that leads to it.
  std::vector<std::string> there(const std::string& more = {}) {
    const auto file = home() / "cleave.toml";
    write_file(file, "[database]\nurl = \"" + postgres.conninfo() + "\"\n" + more);
    return {"--config", file};
  }
  Answer register_user(const std::string& name) {
    return admin().post("/v1/users", bj::object{{"email", name + "@example.com"}});
  }
  int readyz() { return admin().get("/readyz").status; }

  test::Postgres postgres;
};

TEST_F(PostgresAway, WritesAndReadsAnswer503UntilItIsBackAndNothingIsLost) {
  start(there());
  const auto ada = registered("ada@example.com");
  ASSERT_EQ(customer(ada.at("id"), ada.position()).status, 200);
  ASSERT_EQ(readyz(), 200);
  for (int time = 0; time < 2; ++time) {
    postgres.crash();
    for (const auto& answer : {register_user("lost"), admin().get("/v1/users")}) {
      EXPECT_EQ(answer.status, 503) << answer.text;
      EXPECT_NE(answer.header("Retry-After"), "");
    }
    EXPECT_TRUE(becomes([this] { return readyz() == 503; }));
    EXPECT_EQ(admin().get("/livez").status, 200);
    EXPECT_EQ(run_cleave({"ready", "--data", data()}).exit, 3);
    postgres.start();
    EXPECT_TRUE(becomes([this] { return readyz() == 200; }));
    const auto name = "after" + std::to_string(time);
    EXPECT_TRUE(becomes([&] { return register_user(name).status == 201; }));
    EXPECT_TRUE(becomes([this] { return settled(); }));
    EXPECT_TRUE(becomes([&] { return admin().get("/v1/users/" + ada.at("id")).status == 200; }));
  }
  EXPECT_EQ(admin().get("/v1/customers").json().at("data").size(), 3U);
  EXPECT_EQ(stop(), 0);
}

TEST_F(PostgresAway, AStartWaitsForIt) {
  postgres.stop();
  Child child{serve_program(home(), there())};
  EXPECT_FALSE(child.wait(std::chrono::milliseconds{700}));
  EXPECT_TRUE(becomes([this] {
    return read_file(home() / "err").find("database does not answer") != std::string::npos;
  }));
  postgres.start();
  EXPECT_TRUE(becomes([this] {
    return read_file(home() / "out").find("cleave listens on") != std::string::npos;
  }));
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(std::chrono::seconds{60}), 0);
}

TEST_F(PostgresAway, AStartGivesUpAfterTheTimeThatItSays) {
  postgres.stop();
  Child child{serve_program(home(), there("wait_seconds = 1\n"))};
  EXPECT_EQ(child.wait(std::chrono::seconds{60}), 3);
  const auto said = read_file(home() / "err");
  EXPECT_NE(said.find("waited for 1 s"), std::string::npos) << said;
  EXPECT_NE(said.find("No such file or directory"), std::string::npos) << said;
}

TEST_F(PostgresAway, AStartThatWaitsEndsAtSigterm) {
  postgres.stop();
  Child child{serve_program(home(), there())};
  EXPECT_TRUE(becomes([this] {
    return read_file(home() / "err").find("database does not answer") != std::string::npos;
  }));
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(std::chrono::seconds{60}), 0);
}

TEST_F(PostgresAway, AServerHoldsNoMoreConnectionsThanItSays) {
  start(there());
  const auto ada = registered("ada@example.com");
  customer(ada.at("id"), ada.position());
  sql::Session session{sql::Postgresql{.conninfo = postgres.conninfo(), .schema = "public"},
                       sql::Access::reader};
  sql::Query count{session,
                   "SELECT count(*) FROM pg_stat_activity "
                   "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
                   "", "n"};
  const auto steady = app::connections_max(app::Settings{}) - 1;  // one checks logs at the start
  EXPECT_TRUE(becomes([&] { return count.one() && count.number(0) <= steady; }));
  EXPECT_EQ(count.number(0), steady);
}

}  // namespace
