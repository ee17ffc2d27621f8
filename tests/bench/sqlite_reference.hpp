#pragma once

#include <cstdint>
#include <filesystem>

#include <tests/bench/reference.hpp>
#include <tests/bench/reference_tables.hpp>
#include <tests/bench/sqlite.hpp>

namespace bench {

// SqliteReference: the reference with SQLite's C API: user.db and billing.db, both WAL,
// synchronous=FULL.
class SqliteReference final : private Source, private Replica {
 public:
  // Opens the two files in `folder`, which seed() made.
  explicit SqliteReference(const std::filesystem::path& folder);

  // Makes the two files with this many users in them, in step. Not durable on the way.
  static void seed(const std::filesystem::path& folder, std::int64_t users);

  Run run(Load load) { return Reference{*this, *this}.run(load); }
  Run catch_up(Load load) { return Reference{*this, *this}.catch_up(load); }

 private:
  void begin() override { on_source_.begin(); }
  void register_user(std::int64_t n) override { users_.register_user(n); }
  void commit() override { on_source_.commit(); }
  std::int64_t last_offset() override { return users_.last_offset(); }
  std::int64_t position() override { return billing_.position(); }
  std::int64_t apply_behind(std::int64_t position) override;

  Database source_;
  Database reader_;  // the follower's own connection to the source
  Database replica_;
  Transactions on_source_;
  Transactions on_replica_;
  UserTables users_;
  BillingTables billing_;
  Statement read_;
};

}  // namespace bench
