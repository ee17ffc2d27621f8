#include <filesystem>

#include <tests/e2e/backup.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/support/postgres.hpp>

// From PostgreSQL, beside a server that is written to, and back to one.
using namespace e2e;

namespace {

namespace fs = std::filesystem;

class PostgresBackup : public Installation {
 protected:
  static fs::path config_for(const fs::path& folder, const test::Postgres& postgres) {
    write_file(folder / "cleave.toml", "[database]\nurl = \"" + postgres.conninfo() + "\"\n");
    return folder / "cleave.toml";
  }
  test::Postgres postgres;
};

TEST_F(PostgresBackup, OfAServerThatIsWrittenToGoesToFilesAndToAnotherPostgres) {
  const auto config = config_for(home(), postgres);
  start({"--config", config});
  Traffic traffic{server()};
  ASSERT_TRUE(becomes([&] { return traffic.acknowledged() > 50; }));
  const auto before = traffic.registered_so_far();
  const auto made = run_cleave({"backup", "--config", config, "--to", home() / "backup"});
  ASSERT_EQ(made.exit, 0) << made.err;
  const auto then = traffic.acknowledged();
  EXPECT_TRUE(becomes([&] { return traffic.acknowledged() > then + 10; }));  // nobody waits on
  traffic.stop();
  EXPECT_EQ(traffic.refused(), 0U);
  ASSERT_EQ(stop(), 0);
  const auto checked = run_cleave({"restore", "--from", home() / "backup", "--verify"});
  ASSERT_EQ(checked.exit, 0) << checked.err;
  demand_users(home() / "backup", before);
  demand_positions(home() / "backup");

  const auto folder = home() / "restored";
  const auto restored =
      run_cleave({"restore", "--from", home() / "backup", "--to", folder, "--yes"});
  ASSERT_EQ(restored.exit, 0) << restored.err;
  demand_users(folder, before);
  const test::Postgres other;
  const auto moved =
      run_cleave({"move", "--from", folder, "--to", other.conninfo(), "--yes", "--plain"});
  ASSERT_EQ(moved.exit, 0) << moved.err;
  fs::rename(folder / "cli.key", data() / "cli.key");
  start({"--config", config_for(home(), other)});
  EXPECT_TRUE(becomes([this] { return settled(); }));
  const auto users = admin().get("/v1/users?limit=1000").json().at("data").size();
  EXPECT_GE(users, before.size());
  const auto more = registered("after@example.com");
  EXPECT_EQ(customer(more.at("id"), more.position()).status, 200);
}

}  // namespace
