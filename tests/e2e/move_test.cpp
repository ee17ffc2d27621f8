#include <csignal>
#include <filesystem>

#include <adapters/sql/sync/move_marks.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/log_walk.hpp>
#include <tests/support/postgres.hpp>

// A whole installation goes from SQLite to PostgreSQL and back, and nothing knows it did.
using namespace e2e;

namespace {

class Move : public Installation {
 protected:
  std::string place() const { return postgres.conninfo(); }
  Client& start_on_postgres() {
    write_file(home() / "cleave.toml", "[database]\nurl = \"" + place() + "\"\n");
    return start({"--config", home() / "cleave.toml"});
  }
  Ran move(const std::string& from, const std::string& to,
           const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"move", "--from", from, "--to", to, "--yes", "--plain"};
    words.insert(words.end(), more.begin(), more.end());
    return run_cleave(words);
  }
  void register_users(const std::string& name, int count) {
    Answer last;
    for (int no = 0; no < count; ++no) {
      last = registered(name + std::to_string(no) + "@example.com");
      if (no % 3 != 0) continue;
      EXPECT_EQ(admin().remove("/v1/users/" + last.at("id")).status, 200);
    }
    EXPECT_TRUE(becomes([this] { return settled(); }));
  }
  std::size_t users() { return admin().get("/v1/users?limit=100").json().at("data").size(); }

  test::Postgres postgres;
};

TEST_F(Move, CarriesLogsPositionsAndCopiesThereAndBack) {
  start();
  register_users("first", 20);
  const auto before = admin().get("/v1/sync").json().at("logs");
  ASSERT_EQ(stop(), 0);

  const auto there = move(data(), place());
  ASSERT_EQ(there.exit, 0) << there.err;
  EXPECT_NE(there.out.find("user\t"), std::string::npos) << there.out;
  const auto again = move(data(), place());
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_NE(again.out.find("moved before"), std::string::npos) << again.out;

  start_on_postgres();
  EXPECT_TRUE(becomes([this] { return settled(); }));
  EXPECT_EQ(admin().get("/v1/sync").json().at("logs").at(0).at("epoch"),
            before.at(0).at("epoch"));
  register_users("second", 10);
  const auto count = users();
  ASSERT_EQ(stop(), 0);

  const auto back = home() / "back";
  const auto home_again = move(place(), back.string());
  ASSERT_EQ(home_again.exit, 0) << home_again.err;
  LogWalk user{sql::Sqlite{back / "user.db"}};
  LogWalk billing{sql::Sqlite{back / "billing.db"}};
  user.go_on();
  billing.go_on();
  demand_agreement(user, billing);
  EXPECT_EQ(user.events_of("user"), 20 + 7 + 10 + 4U);
  EXPECT_GT(count, 0U);
}

TEST_F(Move, AStoreThatHasMovedIsNotServedFromWhereItWas) {
  start();
  register_users("user", 3);
  ASSERT_EQ(stop(), 0);
  ASSERT_EQ(move(data(), place()).exit, 0);
  const auto served = run_cleave({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(served.exit, 78);
  EXPECT_NE(served.err.find("was moved to PostgreSQL at "), std::string::npos) << served.err;
}

TEST_F(Move, NothingIsMovedOverWhatIsThereAlready) {
  start();
  register_users("user", 3);
  ASSERT_EQ(stop(), 0);
  const auto taken = home() / "taken";
  std::filesystem::copy(data(), taken, std::filesystem::copy_options::recursive);
  const auto refused = move(data(), taken.string());
  EXPECT_EQ(refused.exit, 1);
  EXPECT_NE(refused.err.find("holds a store of user/0 already"), std::string::npos) << refused.err;
  start();  // nothing was changed
  EXPECT_EQ(users(), 2U);
}

TEST_F(Move, OneThatIsKilledGoesOnWhereItWas) {
  start();
  register_users("user", 30);
  ASSERT_EQ(stop(), 0);
  // Killed at whatever moment it is at by then.
  for (int kill_after_ms : {20, 40, 60, 80, 100, 120, 160, 200}) {
    Child child{{.words = {CLEAVE_BINARY, "move", "--from", data(), "--to", place(), "--yes"}}};
    child.wait(std::chrono::milliseconds{kill_after_ms});
    child.signal(SIGKILL);
    child.wait(std::chrono::seconds{10});
  }
  const auto moved = move(data(), place());
  ASSERT_EQ(moved.exit, 0) << moved.err;
  start_on_postgres();
  EXPECT_TRUE(becomes([this] { return settled(); }));
  EXPECT_EQ(users(), 20U);
  ASSERT_EQ(stop(), 0);
  EXPECT_EQ(run_cleave({"move", "--from", data(), "--cancel"}).exit, 1);
}

TEST_F(Move, OneThatIsGivenUpLetsTheOldStoreBeWrittenAgain) {
  start();
  register_users("user", 3);
  ASSERT_EQ(stop(), 0);
  {
    // As a move leaves it that was killed while it copied.
    sql::Session session{sql::Sqlite{.path = data() / "user.db"}, sql::Access::writer};
    session.begin();
    sql::MoveMarks{session}.say_out({"some move", "PostgreSQL at x"}, {});
    session.commit();
  }
  const auto served = run_cleave({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(served.exit, 78);
  EXPECT_NE(served.err.find("on its way to PostgreSQL at x"), std::string::npos) << served.err;
  EXPECT_EQ(run_cleave({"move", "--from", data(), "--cancel"}).exit, 0);
  start();
  EXPECT_EQ(users(), 2U);
}

}  // namespace
