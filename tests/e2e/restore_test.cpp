#include <filesystem>
#include <string>

#include <tests/e2e/backup.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/log_walk.hpp>
#include <tests/e2e/paying_users.hpp>

// What was backed up serves again, elsewhere or in its old place: whole, or not at all; and nobody
// takes what is lost for what is there.
using namespace e2e;

namespace {

namespace fs = std::filesystem;

class Restore : public Installation {
 protected:
  fs::path backup() const { return home() / "backup"; }
  fs::path elsewhere() const { return home() / "other" / "data"; }
  Ran restore(std::vector<std::string> more) {
    std::vector<std::string> words{"restore", "--from", backup(), "--yes"};
    words.insert(words.end(), more.begin(), more.end());
    return run_cleave(words);
  }
  // A backup made under traffic; the server is stopped with more in it.
  std::vector<Traffic::User> with_backup() {
    start();
    Traffic traffic{server()};
    EXPECT_TRUE(becomes([&] { return traffic.acknowledged() > 50; }));
    const auto before = traffic.registered_so_far();
    const auto made = back_up(data(), backup());
    EXPECT_EQ(made.exit, 0) << made.err;
    const auto then = traffic.acknowledged();
    EXPECT_TRUE(becomes([&] { return traffic.acknowledged() > then + 20; }));
    traffic.stop();
    lost_ = admin().post("/v1/users", bj::value{{"email", "lost@example.com"}}).position();
    key_ = server().key();
    EXPECT_EQ(stop(), 0);
    return before;
  }
  // The restored folder is served as this home's.
  void serve_restored() {
    fs::rename(data(), home() / "old");
    fs::rename(elsewhere(), data());
    start();
  }

  std::string key_;   // that the traffic came with
  std::string lost_;  // the position of a write behind the backup
};

TEST_F(Restore, ElsewhereServesWhatWasThereAndGoesOn) {
  const auto users = with_backup();
  const auto restored = restore({"--to", elsewhere(), "--keep-keys"});
  ASSERT_EQ(restored.exit, 0) << restored.err;
  demand_users(elsewhere(), users);
  demand_positions(elsewhere());
  serve_restored();
  EXPECT_TRUE(becomes([this] { return settled(); }));
  // What was acknowledged is answered the same once more, and changes nothing.
  const auto& first = users.front();
  auto as_before = server().with_key(key_);
  const auto again = as_before.post(
      "/v1/users", bj::value{{"email", first.email}, {"display_name", first.key}}, once(first.key));
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.text, first.text);
  for (const auto& log : admin().get("/v1/sync").json().at("logs").elements()) {
    EXPECT_EQ(log.at("epoch").text(), "2") << log.text();
  }
  const auto more = registered("after@example.com");
  EXPECT_EQ(customer(more.at("id"), more.position()).status, 200);
  ASSERT_EQ(stop(), 0);
  demand_positions(data());
}

TEST_F(Restore, APositionOfTheLostEndIsGone) {
  with_backup();
  ASSERT_EQ(restore({"--to", elsewhere()}).exit, 0);
  serve_restored();
  EXPECT_EQ(admin().get("/v1/users", wait_for(lost_)).status, 410);
  // Also once there are as many events again.
  for (int no = 0; no < 40; ++no) registered("again" + std::to_string(no) + "@example.com");
  const auto gone = admin().get("/v1/users", wait_for(lost_));
  EXPECT_EQ(gone.status, 410);
  EXPECT_EQ(gone.code(), "sync.position_lost");
}

TEST_F(Restore, NoKeyOpensItButTheNewOne) {
  start();
  const auto key = key_for({"admin"});
  ASSERT_EQ(back_up(data(), backup()).exit, 0);
  const auto old = server().key();
  ASSERT_EQ(stop(), 0);
  ASSERT_EQ(restore({"--to", elsewhere()}).exit, 0);
  serve_restored();
  EXPECT_EQ(server().with_key(key).get("/v1/users").status, 401);
  EXPECT_EQ(server().with_key(old).get("/v1/users").status, 401);
  EXPECT_NE(server().key(), old);
  EXPECT_EQ(admin().get("/v1/users").status, 200);
}

TEST_F(Restore, IsRefusedWhereSomethingIsAndKeepsItWhereToldTo) {
  with_backup();
  const auto refused = restore({"--data", data()});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_NE(refused.err.find("restore.not_empty"), std::string::npos) << refused.err;
  const auto restored = restore({"--data", data(), "--keep-old", "--json"});
  ASSERT_EQ(restored.exit, 0) << restored.err;
  const fs::path kept = Json::parse(restored.out).at("kept").text();
  EXPECT_TRUE(fs::exists(kept / "user.db"));
  start();
  EXPECT_EQ(admin().get("/v1/users", wait_for(lost_)).status, 410);
  ASSERT_EQ(stop(), 0);
  // Once more: what the first restore began is known, and is not begun again.
  ASSERT_EQ(restore({"--data", data(), "--keep-old"}).exit, 0);
  start();
  EXPECT_EQ(admin().get("/v1/sync").json().at("logs").at(0).at("epoch").text(), "3");
}

TEST_F(Restore, OfADamagedBackupTouchesNothing) {
  with_backup();
  fs::resize_file(backup() / "billing.db", 4096);
  const auto refused = restore({"--data", data(), "--keep-old"});
  EXPECT_EQ(refused.exit, 1);
  EXPECT_NE(refused.err.find("backup.file_damaged"), std::string::npos) << refused.err;
  EXPECT_EQ(restore({"--to", elsewhere()}).exit, 1);
  EXPECT_FALSE(fs::exists(elsewhere()));
  start();
  EXPECT_EQ(admin().get("/v1/users", wait_for(lost_)).status, 200);
}

TEST_F(Restore, ThatIsKilledLeavesTheOldFolderOrTheNewOne) {
  const auto users = with_backup();
  for (int kill_after_ms = 5; kill_after_ms < 200; kill_after_ms += 7) {
    Child child{{.words = {CLEAVE_BINARY, "restore", "--from", backup(), "--data", data(),
                           "--keep-old", "--yes"}}};
    child.wait(std::chrono::milliseconds{kill_after_ms});
    child.signal(SIGKILL);
    child.wait(std::chrono::seconds{10});
    demand_users(data(), users);  // there at every moment
    const auto half = home() / ".restoring-data";
    // The new key comes last: what is without it is not whole, and bears the mark.
    if (!fs::exists(half) || fs::is_empty(half) || fs::exists(half / "cli.key")) continue;
    EXPECT_TRUE(fs::exists(half / "RESTORING"));
    if (!fs::exists(half / "RESTORING")) continue;
    const auto served = run_cleave({"serve", "--data", half, "--listen", "127.0.0.1:0"});
    EXPECT_EQ(served.exit, 78);
    EXPECT_NE(served.err.find("was not restored to its end"), std::string::npos) << served.err;
  }
  ASSERT_EQ(restore({"--data", data(), "--keep-old"}).exit, 0);
  start();
  EXPECT_TRUE(becomes([this] { return settled(); }));
}

TEST_F(Restore, GoesOnBehindTheLastInvoiceNumberThatAnybodyKnows) {
  start({"--test-clock"});
  PayingUsers users{admin(), 6};
  const auto year = std::stoi(admin().get("/v1/billing/clock").at("now").substr(0, 4)) + 1;
  const auto next_year = std::to_string(year);
  advance_clock(admin(), next_year + "-01-05T00:00:00Z");
  ASSERT_EQ(back_up(data(), backup()).exit, 0);
  advance_clock(admin(), next_year + "-02-10T00:00:00Z");
  ASSERT_EQ(stop(), 0);
  const auto known = "INV-" + next_year + "-000500";
  ASSERT_EQ(restore({"--data", data(), "--keep-old", "--numbers-after", known}).exit, 0);
  start({"--test-clock"});
  bool explained = false;
  const auto report = admin().get("/v1/invoices/number_gaps");
  EXPECT_EQ(report.at("gapless"), "true") << report.text;
  for (const auto& series : report.json().at("series").elements()) {
    for (const auto& gap : series.at("explained").elements()) {
      explained = explained || gap.at("last") == known;
    }
  }
  EXPECT_TRUE(explained) << report.text;
  ASSERT_TRUE(becomes([this] { return settled(); }));
}

}  // namespace
