#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <adapters/system/lane_thread.hpp>
#include <app/module_store.hpp>
#include <app/store_watch.hpp>
#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <sync/application/follower.hpp>
#include <sync/application/log_service.hpp>
#include <sync/application/write_lane.hpp>

namespace app {

// What all lanes of one process share. Each outlives them.
struct Machine {
  shared::Clock& clock;
  shared::Ids& ids;
  const sync::Digest& digest;
  sync::EventBus& bus;
  sync::Observer& observer;
};

struct LaneOptions {
  os::LaneLimits limits;
  sync::WriteLane::Limits write;
  sync::Follower::Limits follower;
  sync::CommitFeed::Limits feed;
  // What a batch took, for metrics: commands and time.
  std::function<void(std::size_t, std::chrono::nanoseconds)> measured;
  // The lane broke, and the process must end.
  std::function<void(std::string)> broken;
};

// ModuleLane: one module's writer: its thread takes a batch of commands, then one step of each
// follower, and so on. On PostgreSQL several instances of a module may write; one of them leads:
// it alone takes followers' steps.
class ModuleLane {
 public:
  // `tables` are the module's own; the core's are added here.
  ModuleLane(const Machine& machine, ModuleStore& store, std::vector<sync::WorkingTable*> tables,
             LaneOptions options);
  ~ModuleLane();

  // Where another module's events come from: its log, and what the bus brings of it.
  struct Source {
    std::string log;
    std::unique_ptr<sync::SourceLog> asked;
    std::unique_ptr<sync::Delivery> delivery;
  };
  // Before start().
  void follow(const std::string& follower, Source source, std::vector<sync::Followed> followed);

  // Begins a new epoch where one of these has seen what the log does not have; what it began.
  // Before start().
  std::optional<sync::EpochStart> check_epoch(sync::LogReader& reader,
                                              std::span<const sync::Seen> witnesses);
  void start();
  // Drains, ends the thread and notes an orderly end. May be said twice.
  void stop();

  // Whether this instance is the one that follows and runs what the module does on its own account.
  // On SQLite it is the only one. Any thread.
  bool leads() const { return !watch_ || watch_->leads(); }
  // Whether it leads and each follower has taken a step since: what they show is how they stand.
  bool follows() const { return follows_ && leads(); }

  // What a module's own outbox writes to.
  sync::UnitOfWork& unit() { return unit_; }
  sync::CommandQueue& queue() { return thread_; }
  std::size_t queued() const { return thread_.queued(); }
  void wake() { thread_.wake(); }
  // os::LaneThread's: no transaction of this lane is open while it rests.
  [[nodiscard]] bool pause(std::chrono::milliseconds at_most) { return thread_.pause(at_most); }
  void resume() { thread_.resume(); }
  // Somebody waits for one of its followers, which another instance may move.
  void hurry() {
    if (watch_) watch_->hurry();
  }
  // Another instance says that it moved one.
  void followers_moved() {
    if (watch_) watch_->followers_moved();
  }
  // Null where this module has no such follower. To be used by commands of this lane alone.
  sync::Follower* follower(const std::string& name);

 private:
  struct Following {
    Source source;
    std::unique_ptr<sync::Follower> follower;
  };

  void run_batch(std::vector<sync::Command> commands);
  std::optional<std::chrono::milliseconds> step();
  bool follows_now();
  void close_followers();

  Machine machine_;
  ModuleStore& store_;
  LaneOptions options_;
  sync::UnitOfWork unit_;
  sync::WriteLane lane_;
  std::vector<Following> following_;
  bool broken_ = false;
  os::LaneThread thread_;
  std::unique_ptr<StoreWatch> watch_;  // PostgreSQL; from start() on
  bool followed_ = false;              // in the last step
  std::atomic<bool> follows_ = false;  // the same, once it is over
  bool stopped_ = false;
};

}  // namespace app
