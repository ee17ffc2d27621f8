#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sync/application/follower.hpp>
#include <sync/application/log_service.hpp>
#include <sync/application/write_lane.hpp>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/session.hpp>
#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_idempotency_records.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/sql/sync/sql_parked_keys.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/system/sodium_digest.hpp>

#include <tests/simulation/machine.hpp>
#include <tests/simulation/operation.hpp>
#include <tests/simulation/poison.hpp>
#include <tests/simulation/sim_bus.hpp>

namespace sim {

// LogCopy: a module's whole log, read at once.
struct LogCopy {
  std::vector<sync::Commit> commits;
  std::vector<sync::EpochStart> epochs;
  sync::Head head;
};

// Row: what a replica holds of a key, as text that can be compared.
struct Row {
  std::int64_t version = 0;
  std::string content;

  bool operator==(const Row&) const = default;
};

// FollowerCopy: a follower's whole standing and replica, read at once.
struct FollowerCopy {
  std::optional<sync::FollowerState> state;
  std::vector<sync::ParkedKey> parked;
  std::vector<std::vector<sync::Event>> queues;  // of each of them
  std::map<std::string, Row> rows;               // by the source's key
};

// What a process finds when it starts.
struct Surroundings {
  Machine& machine;
  SimBus& bus;
  sync::SourceLog& source;  // the other module's log
  sync::Observer& observer;
  Poison& poison;
};

// Life: one life of one module's process: its real stores, lane and follower. What differs between
// the modules is told by the derived class.
class Life {
 public:
  struct Names {
    std::string follower;  // "billing-follows-user"
    std::string source;    // "user/0"
  };

  virtual ~Life() = default;

  // The command that a wish is, and what its answer is told to.
  virtual sync::Command command(const Wish& wish, const Attempt& attempt) = 0;
  // What it holds of the other module's aggregates, of these keys.
  virtual std::map<std::string, Row> rows(const std::vector<std::string>& source_keys) = 0;

  // Before it takes writes: a new epoch, where those who follow have seen another history.
  void agree_with(const std::vector<sync::Seen>& witnesses);
  void run(std::vector<sync::Command> commands) { lane_->run(std::move(commands)); }
  std::chrono::milliseconds follow() { return follower_->step(); }
  void close() { follower_->close(); }

  sync::SourceLog& log_service() { return log_service_; }
  sync::Follower& follower() { return *follower_; }
  RejectingTable& rejecting() { return rejecting_; }
  SimDelivery& delivery() { return delivery_; }
  std::optional<sync::FollowerState> standing();
  LogCopy log_copy();
  FollowerCopy follower_copy(const std::vector<std::string>& source_keys);

 protected:
  Life(const Surroundings& surroundings, Names names, sync::Follower::Limits limits);

  // The derived class has its tables, then its outbox and handler: the rest stands on these.
  sync::UnitOfWork& assemble(std::vector<sync::WorkingTable*> tables);
  void follow(sync::ReplicaHandler& handler, sync::Reaction* reaction);

  Surroundings around_;
  sql::Session writer_;
  sql::Session reader_;

 private:
  Names names_;
  sync::Follower::Limits limits_;
  os::SodiumDigest digest_;
  sql::SqlStore store_;
  sql::SqlEventLog log_;
  sql::SqlLogReader log_reader_;
  sql::SqlFollowerPositions positions_;
  sql::SqlParkedKeys parked_;
  sql::SqlIdempotencyRecords idempotency_;
  sync::LogService log_service_;
  SimDelivery delivery_;
  RejectingTable rejecting_;
  std::optional<sync::UnitOfWork> unit_;
  std::optional<sync::WriteLane> lane_;
  std::optional<PoisonedHandler> handler_;
  std::optional<sync::Follower> follower_;
};

// The first thing a process does with its database.
sql::Location location(const Machine& machine);

}  // namespace sim
