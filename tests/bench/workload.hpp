#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/location.hpp>

// The users that both sides of a comparison register, and what is noted of a run.
namespace bench {

// NewUser: what a caller says of the n-th user. The same n is the same user; e-mails come in no
// order, as in life, so that their index is written all over.
struct NewUser {
  std::string email;
  std::string display_name;
  std::string locale;
  std::string time_zone;
  std::string idempotency_key;  // 64 hex digits, as a hash would be
};

// Everybody's metadata; makes the event's payload about 500 bytes.
inline constexpr std::string_view metadata_json =
    R"({"campaign":"spring-2026","note":"a line as somebody in sales would write it",)"
    R"("plan":"trial","score":"17","source":"import","team":"alpha"})";
std::map<std::string, std::string> metadata_entries();

NewUser new_user(std::int64_t n);
std::uint64_t scrambled(std::uint64_t number);  // a bijection without visible pattern
std::string hex(std::uint64_t seed, std::size_t digits);

// Load: what a run is to do.
struct Load {
  std::int64_t events = 0;
  std::int64_t batch = 1;  // users per transaction of the source
};

// What a follower takes at once at most, on both sides; and the product's settings of SQLite.
inline constexpr std::int64_t applied_max = 1000;
inline constexpr int checkpoint_pages = sql::Sqlite{}.checkpoint_pages;
inline constexpr int cache_kib = sql::Sqlite{}.cache_kib;

// Run: one measured run of a pipeline, from the first command to the last replica row on disk.
struct Run {
  std::int64_t events = 0;
  double seconds = 0;
  double cpu_seconds = 0;           // of the whole process
  std::vector<double> commit_us;    // per commit: begin to durable
  std::vector<double> arrival_us;   // per commit: durable at the source to durable at the replica

  double events_per_second() const { return static_cast<double>(events) / seconds; }
  double cpu_us_per_event() const { return cpu_seconds * 1e6 / static_cast<double>(events); }
};

// Mark: an offset that became durable, and when.
struct Mark {
  std::int64_t offset;
  double at_seconds;
};

// For each mark of the source, how long until a mark of the follower covers it.
std::vector<double> arrivals_us(const std::vector<Mark>& source, const std::vector<Mark>& follower);

double percentile(std::vector<double> values, double percent);
double now_seconds();      // monotonic
double process_seconds();  // CPU of this process, user and system

}  // namespace bench
