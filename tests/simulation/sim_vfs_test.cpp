#include <tests/simulation/sim_vfs.hpp>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace sim {
namespace {

constexpr int seeds = 200;

// A table of numbers 1, 2, 3, ..., one per commit: the smallest log there is.
class Numbers {
 public:
  explicit Numbers(const char* synchronous) {
    if (sqlite3_open("/m/numbers.db", &db_) != SQLITE_OK) return;
    run("PRAGMA journal_mode=WAL");
    run(std::string{"PRAGMA synchronous="} + synchronous);
    run("PRAGMA wal_autocheckpoint=20");
    usable_ = run("CREATE TABLE IF NOT EXISTS t(n INTEGER PRIMARY KEY, body TEXT)") == SQLITE_OK;
  }
  ~Numbers() { sqlite3_close(db_); }
  Numbers(const Numbers&) = delete;
  Numbers& operator=(const Numbers&) = delete;

  bool usable() const { return usable_; }

  int run(const std::string& sql) {
    return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  }

  int add(int number, std::size_t bytes) {
    return run("INSERT INTO t VALUES(" + std::to_string(number) + ", '" + std::string(bytes, 'x') +
               "')");
  }

  std::optional<std::string> ask(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    std::optional<std::string> answer;
    if (sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
      answer = text == nullptr ? "" : text;
    }
    sqlite3_finalize(statement);
    return answer;
  }

  int last() { return std::stoi(ask("SELECT coalesce(max(n), 0) FROM t").value_or("-1")); }
  bool whole() {
    return ask("PRAGMA integrity_check") == "ok" &&
           ask("SELECT count(*) = coalesce(max(n), 0) FROM t") == "1";
  }

 private:
  sqlite3* db_ = nullptr;
  bool usable_ = false;
};

class SimVfsTest : public testing::Test {
 protected:
  void begin(std::uint64_t seed) {
    SimVfs::install();
    rng = Rng{seed};
    SimVfs::seed(rng.split("sqlite"), [] { return std::int64_t{1'700'000'000'000}; });
    disk.emplace(rng.split("disk"));
    mount.emplace("/m", *disk);
    disk->boot();
  }

  // Commits until the disk dies or `commits` are done; the last acknowledged number.
  int commit_some(Numbers& numbers, int from, std::uint64_t commits) {
    int acknowledged = from;
    for (std::uint64_t i = 0; i < commits; ++i) {
      if (numbers.add(acknowledged + 1, rng.below(3000)) != SQLITE_OK) break;
      ++acknowledged;
    }
    return acknowledged;
  }

  Rng rng{0};
  std::optional<Disk> disk;
  std::optional<Mount> mount;
};

TEST_F(SimVfsTest, AcknowledgedCommitsSurviveEveryPowerCutAndEveryKill) {
  std::uint64_t unacknowledged_kept = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    begin(static_cast<std::uint64_t>(seed));
    int acknowledged = 0;
    for (int life = 0; life < 5; ++life) {
      {
        Numbers numbers{"FULL"};
        ASSERT_TRUE(numbers.usable());
        ASSERT_TRUE(numbers.whole()) << "seed " << seed;
        ASSERT_GE(numbers.last(), acknowledged) << "seed " << seed;
        ASSERT_LE(numbers.last(), acknowledged + 1) << "seed " << seed;
        unacknowledged_kept += numbers.last() > acknowledged ? 1 : 0;
        disk->kill_in(rng.below(300));
        acknowledged = commit_some(numbers, numbers.last(), 200);
        ASSERT_FALSE(disk->alive());
      }
      if (rng.coin()) disk->power_cut();
      disk->boot();
    }
  }
  EXPECT_GT(unacknowledged_kept, 0U) << "a call that kills must sometimes have taken effect";
}

TEST_F(SimVfsTest, WithoutSyncsAPowerCutForgetsAcknowledgedCommits) {
  int forgetful = 0;
  int damaged = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    begin(static_cast<std::uint64_t>(seed));
    int acknowledged = 0;
    {
      Numbers numbers{"OFF"};
      acknowledged = commit_some(numbers, 0, 1 + rng.below(60));
      disk->power_cut();
    }
    disk->boot();
    Numbers numbers{"OFF"};
    if (!numbers.usable() || !numbers.whole()) {
      ++damaged;
    } else if (numbers.last() < acknowledged) {
      ++forgetful;
    }
  }
  EXPECT_GT(forgetful, seeds / 4);
  EXPECT_GT(damaged, 0);
}

TEST_F(SimVfsTest, WithoutSyncsAKillAloneForgetsNothing) {
  for (int seed = 0; seed < seeds; ++seed) {
    begin(static_cast<std::uint64_t>(seed));
    int acknowledged = 0;
    {
      Numbers numbers{"OFF"};
      disk->kill_in(rng.below(300));
      acknowledged = commit_some(numbers, 0, 200);
    }
    disk->boot();
    Numbers numbers{"OFF"};
    ASSERT_TRUE(numbers.whole());
    ASSERT_GE(numbers.last(), acknowledged);
  }
}


TEST_F(SimVfsTest, FailingCallsLoseNothingWhenEachFailureIsTreatedAsACrash) {
  int failures = 0;
  std::uint64_t persisted = 0;
  std::uint64_t lost = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    begin(static_cast<std::uint64_t>(seed));
    int acknowledged = 0;
    for (int life = 0; life < 6; ++life) {
      {
        Numbers numbers{"FULL"};
        ASSERT_TRUE(numbers.usable());
        // What a failed sync left in the cache alone is written again before anybody leans on it.
        ASSERT_EQ(numbers.run("PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
        ASSERT_TRUE(numbers.whole()) << "seed " << seed;
        ASSERT_GE(numbers.last(), acknowledged) << "seed " << seed;
        disk->faults.error_per_million = {0, 0, 5000, 5000, 20000, 0, 0};
        acknowledged = commit_some(numbers, numbers.last(), 100);
        disk->faults.error_per_million = {};
        disk->kill();
        ++failures;
      }
      if (rng.coin()) disk->power_cut();
      disk->boot();
    }
    persisted += disk->counters().failed_syncs_persisted;
    lost += disk->counters().failed_syncs_lost;
  }
  EXPECT_GT(failures, seeds);
  EXPECT_GT(persisted, 0U);
  EXPECT_GT(lost, 0U);
}

TEST_F(SimVfsTest, AfterAFailedSyncTheCacheShowsWhatThePlatterNeverGot) {
  int lost = 0;
  for (int seed = 0; seed < seeds; ++seed) {
    begin(static_cast<std::uint64_t>(seed));
    disk->faults.failed_sync_persists_percent = 0;
    int acknowledged = 0;
    {
      Numbers numbers{"FULL"};
      acknowledged = commit_some(numbers, 0, 3);
      disk->fail_in(DiskOp::sync, 1);
      ASSERT_NE(numbers.add(acknowledged + 1, 2000), SQLITE_OK);
      disk->kill();
    }
    disk->boot();
    {
      Numbers numbers{"FULL"};
      acknowledged = commit_some(numbers, numbers.last(), 3);
      disk->power_cut();
    }
    disk->boot();
    Numbers numbers{"FULL"};
    lost += numbers.last() < acknowledged ? 1 : 0;
  }
  EXPECT_GT(lost, seeds / 4) << "a reader who trusts the cache after a failed sync must be bitten";
}

TEST_F(SimVfsTest, AFullDiskRefusesWritesAndServesAgainWhenThereIsRoom) {
  begin(1);
  Numbers numbers{"FULL"};
  disk->faults.capacity_bytes = disk->used_bytes() + 20'000;
  const int acknowledged = commit_some(numbers, 0, 100);
  EXPECT_LT(acknowledged, 100);
  EXPECT_EQ(numbers.add(acknowledged + 1, 5000), SQLITE_FULL);
  EXPECT_EQ(numbers.last(), acknowledged);
  EXPECT_GT(disk->counters().full, 0U);
  disk->faults.capacity_bytes.reset();
  EXPECT_EQ(commit_some(numbers, acknowledged, 100), acknowledged + 100);
  EXPECT_TRUE(numbers.whole());
}

TEST_F(SimVfsTest, AnOlderCopyRestoredIsThatOlderState) {
  begin(1);
  DiskImage older;
  {
    Numbers numbers{"FULL"};
    commit_some(numbers, 0, 5);
    older = disk->copy();
    commit_some(numbers, 5, 5);
  }
  disk->kill();
  disk->restore(older);
  disk->boot();
  Numbers numbers{"FULL"};
  EXPECT_TRUE(numbers.whole());
  EXPECT_EQ(numbers.last(), 5);
}

TEST_F(SimVfsTest, TheSameSeedWritesTheSameBytes) {
  const auto image = [this](std::uint64_t seed) {
    begin(seed);
    Numbers numbers{"FULL"};
    commit_some(numbers, 0, 30);
    return disk->copy();
  };
  const auto first = image(7);
  EXPECT_EQ(image(7), first);
  EXPECT_NE(image(8), first);
}

TEST_F(SimVfsTest, ReadersAndTheWriterSeeEachOthersCommits) {
  begin(1);
  Numbers writer{"FULL"};
  Numbers reader{"FULL"};
  commit_some(writer, 0, 100);
  EXPECT_EQ(reader.last(), 100);
  ASSERT_EQ(reader.run("BEGIN"), SQLITE_OK);
  EXPECT_EQ(reader.last(), 100);
  commit_some(writer, 100, 100);
  EXPECT_EQ(reader.last(), 100) << "a snapshot stands still";
  ASSERT_EQ(writer.run("BEGIN IMMEDIATE"), SQLITE_OK);
  EXPECT_EQ(reader.run("COMMIT"), SQLITE_OK);
  EXPECT_EQ(reader.run("BEGIN IMMEDIATE"), SQLITE_BUSY);
}

TEST_F(SimVfsTest, ItKeepsUpWithTensOfThousandsOfCommitsASecond) {
  begin(1);
  Numbers numbers{"FULL"};
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(commit_some(numbers, 0, 20'000), 20'000);
  const auto took = std::chrono::steady_clock::now() - start;
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  RecordProperty("commits_per_s", static_cast<int>(20'000'000 / (ms + 1)));
  EXPECT_LT(ms, 5000);
}

}  // namespace
}  // namespace sim
