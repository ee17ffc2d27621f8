#include <sys/mount.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <tests/e2e/backup.hpp>
#include <tests/e2e/installation.hpp>

// A backup is a moment of all modules, whatever is written meanwhile; and what is not whole is
// refused by name before anything is touched.
using namespace e2e;

namespace {

namespace fs = std::filesystem;

class Backups : public Installation {
 protected:
  fs::path folder() const { return home() / "backup"; }
  Ran back_up() { return e2e::back_up(data(), folder()); }
  Ran verify() { return run_cleave({"restore", "--from", folder(), "--verify", "--plain"}); }
  // Stopped, with a backup of some users.
  void with_backup() {
    start();
    register_users(20);
    ASSERT_EQ(stop(), 0);
    const auto made = back_up();
    ASSERT_EQ(made.exit, 0) << made.err;
  }
  void register_users(int count) {
    for (int no = 0; no < count; ++no) registered("user" + std::to_string(no) + "@example.com");
    EXPECT_TRUE(becomes([this] { return settled(); }));
  }
  void expect_refused(const std::string& code) {
    const auto refused = verify();
    EXPECT_EQ(refused.exit, 1) << refused.out;
    EXPECT_NE(refused.err.find(code), std::string::npos) << refused.err;
  }
};

TEST_F(Backups, OfAServerThatIsWrittenToAreAMomentOfAllModules) {
  start();
  Traffic traffic{server()};
  ASSERT_TRUE(becomes([&] { return traffic.acknowledged() > 50; }));
  const auto before = traffic.registered_so_far();
  const auto made = back_up();
  ASSERT_EQ(made.exit, 0) << made.err;
  EXPECT_GT(traffic.acknowledged(), before.size());
  traffic.stop();
  EXPECT_EQ(traffic.refused(), 0U);
  const auto checked = verify();
  EXPECT_EQ(checked.exit, 0) << checked.err;
  demand_users(folder(), before);
  demand_positions(folder());
}

TEST_F(Backups, OfAFolderThatNobodyServesAreMadeByTheCommandItself) {
  with_backup();
  EXPECT_EQ(verify().exit, 0);
  demand_positions(folder());
}

TEST_F(Backups, AreForTheirOwnerAlone) {
  with_backup();
  struct stat found {};
  ASSERT_EQ(::stat(folder().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0700U);
  for (const auto& entry : fs::directory_iterator{folder()}) {
    ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << entry.path();
  }
}

TEST_F(Backups, AreWrittenOverNothing) {
  with_backup();
  const auto again = back_up();
  EXPECT_EQ(again.exit, 1);
  EXPECT_NE(again.err.find("backup.exists"), std::string::npos) << again.err;
}

TEST_F(Backups, AFlippedByteIsNamed) {
  with_backup();
  std::fstream file{folder() / "billing.db", std::ios::in | std::ios::out | std::ios::binary};
  file.seekg(5000);
  const char byte = static_cast<char>(file.get());
  file.seekp(5000);
  file.put(static_cast<char>(byte ^ 1));
  file.close();
  expect_refused("backup.file_damaged");
}

TEST_F(Backups, ATruncatedFileIsNamed) {
  with_backup();
  fs::resize_file(folder() / "user.db", fs::file_size(folder() / "user.db") / 2);
  expect_refused("backup.file_damaged");
}

TEST_F(Backups, AMissingFileIsNamed) {
  with_backup();
  fs::remove(folder() / "insight.db");
  expect_refused("backup.file_missing");
}

TEST_F(Backups, AnEditedManifestIsNamed) {
  with_backup();
  auto text = read_file(folder() / "manifest.json");
  const auto at = text.find("\"offset\":");
  ASSERT_NE(at, std::string::npos);
  text.insert(at + 9, "1");
  write_file(folder() / "manifest.json", text);
  expect_refused("backup.manifest_damaged");
}

TEST_F(Backups, AreNoneWithoutTheirManifest) {
  with_backup();
  fs::remove(folder() / "manifest.json");
  expect_refused("backup.no_manifest");
}

TEST_F(Backups, ThatAreKilledLeaveNoneBehind) {
  start();
  register_users(20);
  ASSERT_EQ(stop(), 0);
  int made = 0;
  for (int kill_after_ms = 5; kill_after_ms < 200; kill_after_ms += 10) {
    const auto to = home() / ("backup" + std::to_string(kill_after_ms));
    Child child{{.words = {CLEAVE_BINARY, "backup", "--data", data(), "--to", to}}};
    child.wait(std::chrono::milliseconds{kill_after_ms});
    child.signal(SIGKILL);
    child.wait(std::chrono::seconds{10});
    if (!fs::exists(to)) continue;
    ++made;
    EXPECT_EQ(run_cleave({"restore", "--from", to, "--verify"}).exit, 0);
  }
  // And one that is not: what was left half stands in nobody's way.
  EXPECT_EQ(back_up().exit, 0) << made;
  EXPECT_EQ(verify().exit, 0);
}

TEST_F(Backups, OfAServerThatIsKilledMeanwhileAreNotTaken) {
  start();
  register_users(20);
  Child child{{.words = {CLEAVE_BINARY, "backup", "--data", data(), "--to", folder()}}};
  child.wait(std::chrono::milliseconds{20});
  kill();
  child.wait(std::chrono::seconds{20});
  if (fs::exists(folder())) {
    EXPECT_EQ(verify().exit, 0);
  }
  start();  // and it serves again, and is backed up
  EXPECT_EQ(e2e::back_up(data(), home() / "second").exit, 0);
}

TEST_F(Backups, ServerIsAskedForNamesAndNoPaths) {
  start();
  for (const auto* name : {"", "..", "../x", "/tmp/x", "a/b", "-a", "A", ".partial-a"}) {
    const auto refused = admin().post("/v1/backups", bj::value{{"name", name}});
    EXPECT_EQ(refused.status, 422) << name << refused.text;
  }
  auto client = server().with_key(key_for({"sync:read", "sync:write"}));
  EXPECT_EQ(client.post("/v1/backups", bj::value{{"name", "mine"}}).status, 403);
  EXPECT_FALSE(fs::exists(data() / "backups"));
}

TEST_F(Backups, WithoutRoomAreRefusedAndLeaveNothing) {
  start();
  register_users(20);
  ASSERT_EQ(stop(), 0);
  const auto small = home() / "small";
  fs::create_directory(small);
  if (::mount("tmpfs", small.c_str(), "tmpfs", 0, "size=256k") != 0) {
    GTEST_SKIP() << "a small file system cannot be mounted here: that needs root";
  }
  const auto refused = e2e::back_up(data(), small / "backup");
  const bool empty = fs::is_empty(small);
  ::umount(small.c_str());
  EXPECT_EQ(refused.exit, 1) << refused.out;
  EXPECT_NE(refused.err.find("backup.no_room"), std::string::npos) << refused.err;
  EXPECT_TRUE(empty);
}

}  // namespace
