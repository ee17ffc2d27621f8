#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include <tests/bench/sqlite.hpp>
#include <tests/bench/workload.hpp>

// The two files of the reference and every statement that touches them.
namespace bench {

inline constexpr const char* user_file = "user.db";
inline constexpr const char* billing_file = "billing.db";

// Sets up a connection as a server would: durable at each commit, and the WAL grown beforehand,
// because writing into a growing file doubles the cost of a commit.
void make_durable(Database& database);

// Transactions: one open at a time.
class Transactions {
 public:
  explicit Transactions(Database& database);
  void begin() { begin_.run(); }
  void commit() { commit_.run(); }

 private:
  Statement begin_;
  Statement commit_;
};

// UserTables: what registering a user writes.
class UserTables {
 public:
  static void create(const std::filesystem::path& file);
  explicit UserTables(Database& database);
  // Registers the n-th user and says so at offset n, in the open transaction.
  void register_user(std::int64_t n);
  std::int64_t last_offset();

 private:
  Statement seen_;
  Statement add_user_;
  Statement add_event_;
  Statement add_idempotency_;
  Statement last_offset_;
};

// BillingTables: what following users writes.
class BillingTables {
 public:
  static void create(const std::filesystem::path& file);
  explicit BillingTables(Database& database);
  // Puts the state that an event's payload carries into the replica.
  void apply(std::string_view key, std::int64_t version, std::string_view payload);
  std::int64_t position();
  // Throws unless the position stood at `from`.
  void move(std::int64_t from, std::int64_t to);

 private:
  Statement put_;
  Statement position_;
  Statement move_;
};

}  // namespace bench
