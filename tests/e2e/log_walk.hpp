#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include <adapters/sql/location.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <sync/domain/event.hpp>

namespace e2e {

// What must never be was found.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws Violation with these words, unless it is so.
void demand(bool so, const std::string& words);

// LogWalk: a module's event log, read from its database and verified from its first commit on:
// offsets are dense, versions of each key follow each other, chain and roots are what they must be.
// What follows is kept: the newest event of each key, and where each version stands.
//   Errors  Violation
class LogWalk {
 public:
  using Key = std::pair<std::string, std::string>;  // aggregate type, key

  explicit LogWalk(sql::Location database) : database_(std::move(database)) {}

  // Goes on where it ended, to the end of the log. No server may run on it.
  void go_on();

  const sql::Location& database() const { return database_; }
  const sync::Head& head() const { return head_; }
  // Of keys that have not ended.
  const std::map<Key, sync::Event>& live() const { return live_; }
  // The offset of the event that made this version; 0 where there is none.
  sync::Offset offset_of(const Key& key, std::int64_t version) const;
  std::size_t events_of(const std::string& aggregate_type) const;

 private:
  void take(const sync::Commit& commit);
  void take(const sync::Event& event);

  sql::Location database_;
  os::SodiumDigest digest_;
  sync::Head head_;
  std::map<Key, sync::Event> live_;
  std::map<Key, std::int64_t> versions_;
  std::map<std::pair<Key, std::int64_t>, sync::Offset> offsets_;
};

// Throws Violation unless what both databases hold is exactly what their logs say: the tables, the
// copies in the other module, and each follower's position, chain and roots at the other's head.
void demand_agreement(const LogWalk& user, const LogWalk& billing);

}  // namespace e2e
