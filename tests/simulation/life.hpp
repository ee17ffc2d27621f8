#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sync/application/follower.hpp>
#include <sync/application/log_service.hpp>
#include <sync/application/relay.hpp>
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

#include <tests/simulation/driver.hpp>
#include <tests/simulation/machine.hpp>
#include <tests/simulation/operation.hpp>
#include <tests/simulation/poison.hpp>
#include <tests/simulation/sim_broker.hpp>
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

// FollowerCopy: a follower's whole standing, read at once.
struct FollowerCopy {
  std::optional<sync::FollowerState> state;
  std::vector<sync::ParkedKey> parked;
  std::vector<std::vector<sync::Event>> queues;  // of each of them
};

// What a process finds when it starts.
struct Surroundings {
  Machine& machine;
  SimBus& bus;
  std::map<std::string, sync::SourceLog*> sources;  // by the log's name
  sync::Observer& observer;
  Poison& poison;
  std::function<void(sync::Command)> submit;  // a command of the process' own
  std::function<void()> wake;                 // its processes have something to do
  // Something is done on its processes' thread, after that time, unless it has ended by then.
  std::function<void(std::chrono::milliseconds, std::move_only_function<void()>)> later;
  SimBroker* broker = nullptr;  // where its log is relayed to; null: nowhere
  sync::Relay::Limits relay = {};
};

// Life: one life of one module's process: its real stores, lane, followers and processes. What
// differs between the modules is told by the derived class.
class Life {
 public:
  // Folded: what a follower does with one type of aggregates: a copy, perhaps with a reaction to
  // it, or a fold of another kind.
  struct Folded {
    Folded(sync::ReplicaHandler& handler, sync::Reaction* on_account_of_it = nullptr)
        : replica{&handler}, reaction{on_account_of_it} {}
    Folded(sync::Projection& fold) : projection{&fold} {}

    sync::ReplicaHandler* replica = nullptr;
    sync::Reaction* reaction = nullptr;
    sync::Projection* projection = nullptr;
  };

  virtual ~Life() = default;

  // The command that a wish is, and what its answer is told to.
  virtual sync::Command command(const Wish& wish, const Attempt& attempt) = 0;
  // What it holds of another module's aggregates of this type, of these keys.
  virtual std::map<std::string, Row> rows(const std::string& aggregate_type,
                                          const std::vector<std::string>& source_keys) = 0;

  // Before it takes writes: a new epoch, where those who follow have seen another history.
  void agree_with(const std::vector<sync::Seen>& witnesses);
  void run(std::vector<sync::Command> commands) { lane_->run(std::move(commands)); }
  // One step of each follower, where this instance leads; how long nothing needs doing then.
  std::chrono::milliseconds follow(bool leads = true);
  // Looks how far others moved the followers.
  void look();
  void close();

  sync::SourceLog& log_service() { return log_service_; }
  sync::Follower& follower(const std::string& source) { return *following_.at(source)->follower; }
  SimDelivery& delivery(const std::string& source) { return following_.at(source)->delivery; }
  // Null where it relays nothing.
  sync::Relay* relay() { return relay_ ? &*relay_ : nullptr; }
  Driver& driver() { return driver_; }
  RejectingTable& rejecting() { return rejecting_; }
  std::optional<sync::FollowerState> standing(const std::string& source);
  LogCopy log_copy();
  FollowerCopy follower_copy(const std::string& source);

 protected:
  Life(const Surroundings& surroundings, sync::Follower::Limits limits);

  // The derived class has its tables, then its outbox and handlers: the rest stands on these.
  sync::UnitOfWork& assemble(std::vector<sync::WorkingTable*> tables);
  void follow(const std::string& source, const std::vector<Folded>& folded);

  Surroundings around_;
  sql::Session writer_;
  sql::Session reader_;
  Driver driver_;

 private:
  struct Following {
    std::string name;  // "billing-follows-user"
    SimDelivery delivery;
    std::vector<std::unique_ptr<sync::Projection>> poisoned;
    std::optional<sync::Follower> follower;
    std::uint64_t revision = 0;  // as look() found it
  };
  sync::Followed poisoned(Following& following, const std::string& source, const Folded& folded);

  sync::Follower::Limits limits_;
  os::SodiumDigest digest_;
  sql::SqlStore sql_store_;
  ServerStore store_;
  sql::SqlEventLog log_;
  sql::SqlLogReader log_reader_;
  sql::SqlFollowerPositions positions_;
  sql::SqlParkedKeys parked_;
  sql::SqlIdempotencyRecords idempotency_;
  sync::LogService log_service_;
  std::optional<SimEventStream> stream_;
  std::optional<sync::Relay> relay_;
  RejectingTable rejecting_;
  std::optional<sync::UnitOfWork> unit_;
  std::optional<sync::WriteLane> lane_;
  std::map<std::string, std::unique_ptr<Following>> following_;  // by the source's log
  bool followed_ = false;                                        // in the last step
};

// The first thing a process does with its database.
sql::Location location(const Machine& machine);

// "billing-follows-user", of billing and "user/0".
std::string follower_name(const std::string& module, const std::string& source);

}  // namespace sim
