#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>
#include <adapters/http/sync/replica_routes.hpp>
#include <ports/sync/command.hpp>
#include <ports/sync/event_log.hpp>
#include <ports/sync/follower_store.hpp>
#include <ports/sync/key_history.hpp>
#include <ports/sync/live_states.hpp>
#include <ports/sync/observer.hpp>
#include <ports/sync/outbox.hpp>
#include <ports/sync/state_reader.hpp>
#include <sync/application/follower.hpp>

namespace http {

// What there is to know of the logs and followers of this process at one moment.
struct LogStatus {
  std::string log;
  sync::Head head;
  std::vector<sync::EpochStart> epochs;
};
struct FollowerReport {
  sync::FollowerStatus status;
  std::chrono::milliseconds lag{0};
  std::optional<VerifiedThrough> verified = {};
};
struct SyncStatus {
  std::vector<LogStatus> logs;
  std::vector<FollowerReport> followers;
};

// What a reading thread has of one module.
struct LogViews {
  sync::LogReader& log;
  sync::ParkedKeys& parked;
  sync::KeyHistory& history;
  sync::StateReader* states = nullptr;  // null: nobody copies what this module has
};

// One module, as these routes reach it.
struct SyncModule {
  std::string log;  // "user/0"
  std::function<bool(std::move_only_function<void(LogViews)>)> read;
  sync::CommandQueue* queue = nullptr;
  // Null where this module has no follower of that name. Called on its lane alone.
  std::function<sync::Follower*(const std::string&)> follower;
  // What it can say again, in commands of its lane, and where it says it.
  std::vector<sync::LiveStates*> live = {};
  sync::Outbox* outbox = nullptr;
};

struct SyncPorts {
  std::function<SyncStatus()> status;
  std::vector<SyncModule> modules;
  // Calls back once the log goes beyond that offset (true), or at the deadline, or when the process
  // stops (false).
  std::function<void(std::string log, sync::Offset, std::chrono::steady_clock::time_point deadline,
                     std::move_only_function<void(bool moved)>)>
      await;
  // Calls back once `status` says as much of that log as its store does, which other processes may
  // write too; false where the store does not say. Empty: it always does.
  std::function<void(const std::string& log, std::move_only_function<void(bool could)>)> ask = {};
  ReplicaPorts replicas = {};
};

// /v1/events, /v1/sync, /v1/sync/parked..., /v1/sync/replicas..., /v1/sync/restate...
RouteTable sync_routes(SyncPorts ports);

}  // namespace http
