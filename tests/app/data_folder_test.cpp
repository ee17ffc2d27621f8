#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <app/data_folder.hpp>
#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;
using app::DataFolder;
using app::DataFolderError;

class DataFolderTest : public testing::Test {
 protected:
  DataFolderTest() {
    std::string name = (fs::temp_directory_path() / "cleave-data-XXXXXX").string();
    base_ = mkdtemp(name.data());
    folder_ = base_ / "deep" / "data";
  }
  ~DataFolderTest() override { fs::remove_all(base_); }

  static mode_t mode(const fs::path& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
  }
  template <class Work>
  static std::string refusal(Work work) {
    try {
      work();
      return {};
    } catch (const DataFolderError& error) {
      return error.what();
    }
  }

  fs::path base_;
  fs::path folder_;
};

TEST_F(DataFolderTest, IsCreatedForItsOwnerAlone) {
  EXPECT_FALSE(app::probe(folder_).exists);
  const DataFolder data(folder_.string() + "/");
  EXPECT_EQ(data.path(), folder_);
  EXPECT_EQ(mode(folder_), 0700U);
  EXPECT_EQ(mode(folder_ / "LOCK"), 0600U);
}

TEST_F(DataFolderTest, IsHeldByOneProcessAtATime) {
  {
    DataFolder data(folder_);
    const auto pid = std::to_string(getpid());
    EXPECT_THROW(DataFolder{folder_}, app::DataFolderInUse);
    EXPECT_EQ(refusal([&] { DataFolder{folder_}; }),
              folder_.string() + ": is in use by process " + pid);
    data.announce("http://127.0.0.1:8420");
    EXPECT_EQ(refusal([&] { DataFolder{folder_}; }),
              folder_.string() + ": is in use by process " + pid +
                  ", which serves at http://127.0.0.1:8420");
  }
  EXPECT_FALSE(app::probe(folder_).held);
  EXPECT_NO_THROW(DataFolder{folder_});
}

TEST_F(DataFolderTest, TellsOthersWhoServesAndWhere) {
  {
    DataFolder data(folder_);
    auto state = app::probe(folder_);
    EXPECT_TRUE(state.exists && state.held);
    EXPECT_EQ(state.pid, getpid());
    EXPECT_EQ(state.address, "") << "it does not listen yet";
    data.announce("http://127.0.0.1:8420");
    EXPECT_EQ(app::probe(folder_).address, "http://127.0.0.1:8420");
    EXPECT_EQ(mode(folder_ / "server.json"), 0600U);
    data.withdraw();
    EXPECT_EQ(app::probe(folder_).address, "");
    data.announce("http://127.0.0.1:8421");
  }
  EXPECT_FALSE(fs::exists(folder_ / "server.json")) << "an orderly stop takes it away";
}

TEST_F(DataFolderTest, IsFreeAgainOnceItsHolderWasKilled) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    DataFolder data(folder_);
    data.announce("http://127.0.0.1:1");
    if (write(ready[1], "x", 1) == 1) pause();
    _exit(1);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_EQ(app::probe(folder_).pid, child);
  EXPECT_EQ(app::probe(folder_).address, "http://127.0.0.1:1");
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_FALSE(app::probe(folder_).held);
  const DataFolder data(folder_);
  EXPECT_EQ(app::probe(folder_).pid, getpid());
  EXPECT_FALSE(fs::exists(folder_ / "server.json")) << "the dead server's address is gone";
  close(ready[0]);
  close(ready[1]);
}

TEST_F(DataFolderTest, KeepsTheCliKeyForItsOwnerAlone) {
  DataFolder data(folder_);
  EXPECT_EQ(app::read_cli_key(folder_), std::nullopt);
  data.write_cli_key("clv_first");
  data.write_cli_key("clv_second");
  EXPECT_EQ(app::read_cli_key(folder_), "clv_second");
  EXPECT_EQ(mode(folder_ / "cli.key"), 0600U);
  chmod((folder_ / "cli.key").c_str(), 0644);
  EXPECT_EQ(refusal([&] { (void)app::read_cli_key(folder_); }),
            (folder_ / "cli.key").string() +
                ": others than its owner can read it; chmod 600 it and revoke that key");
}

TEST_F(DataFolderTest, SaysWhatIsWrongWithTheFolder) {
  fs::create_directories(folder_.parent_path());
  std::ofstream(folder_) << "a file";
  const auto expected = folder_.string() + ": is not a folder; data.dir must name one";
  EXPECT_EQ(refusal([&] { DataFolder{folder_}; }), expected);
  EXPECT_EQ(refusal([&] { (void)app::probe(folder_); }), expected);
  EXPECT_EQ(refusal([&] { DataFolder{folder_ / "below"}; }),
            (folder_ / "below").string() +
                ": the data folder cannot be created: Not a directory");
  fs::remove(folder_);
  fs::create_directories(folder_ / "LOCK");
  EXPECT_EQ(refusal([&] { DataFolder{folder_}; }),
            (folder_ / "LOCK").string() + ": cannot be opened: Is a directory");
}

TEST_F(DataFolderTest, IgnoresAnAddressThatCannotBeRead) {
  const DataFolder data(folder_);
  for (const std::string text : {"", "{", "[]", "{\"pid\":1,\"address\":\"http://x\"}",
                                 "{\"pid\":\"x\",\"address\":7}"}) {
    std::ofstream(folder_ / "server.json") << text;
    EXPECT_EQ(app::probe(folder_).address, "") << text;
  }
}

}  // namespace
