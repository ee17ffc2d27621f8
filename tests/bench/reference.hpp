#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <vector>

#include <tests/bench/reference_tables.hpp>
#include <tests/bench/sqlite.hpp>
#include <tests/bench/workload.hpp>

// Reference: the same work as Cleave's, by hand, with SQLite's C API alone: what this machine can
// do at best. One thread commits users to one file, another follows it into a second file.
//   Shape   user.db: app_user with its unique e-mail index, event_log, idempotency_record
//           billing.db: user_replica, follower_position
//   Source  the tables come from Cleave's own migrations; both files WAL, synchronous=FULL
//
// It has no chain, roots, parking, validation, JSON library or refusals: those are Cleave's price.
namespace bench {

class Reference {
 public:
  // Opens the two files in `folder`, which seed() made.
  explicit Reference(const std::filesystem::path& folder);

  // Makes the two files with this many users in them, in step. Not durable on the way.
  static void seed(const std::filesystem::path& folder, std::int64_t users);

  // Both threads run; ends when the follower has applied all.
  Run run(Load load);
  // Commits with the follower stopped, then measures the follower alone.
  Run catch_up(Load load);

 private:
  void commit(Load load, Run& run);
  void follow(std::int64_t target);

  Database source_;
  Database reader_;  // the follower's own connection to the source
  Database replica_;
  UserTables users_;
  BillingTables billing_;
  Statement read_;
  std::atomic<std::int64_t> durable_;  // the last offset of the source
  std::vector<Mark> committed_;
  std::vector<Mark> applied_;
};

}  // namespace bench
