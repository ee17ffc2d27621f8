#pragma once

#include <cassert>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/bus/in_process_event_bus.hpp>
#include <adapters/bus/in_process_requests.hpp>
#include <adapters/bus/sync/log_answers.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/modules.hpp>
#include <app/replica_checks.hpp>
#include <app/time_elsewhere.hpp>

namespace app {

// Network: how this process asks others, is asked, and hears of their logs. It outlives the core.
struct Network {
  shared::Requests& requests;
  shared::Services& services;
  // What is brought of that log from behind that offset on. Empty: nothing is, and logs are asked.
  std::function<std::unique_ptr<sync::Delivery>(const std::string& log, sync::Offset after,
                                                std::function<void()> wake)>
      deliver = {};
};

struct CoreOptions {
  Settings settings;
  Databases databases;  // of every module that this process runs, and of no other
  LaneOptions lane;     // of each module
  std::optional<Network> network = {};  // nothing: whatever runs elsewhere cannot be reached
};

// Core: the modules of one process, each on its own database, in step through the bus with each
// other, and over the network with those that run elsewhere.
class Core {
 public:
  // Opens the stores at this binary's schema and subscribes the followers; nothing runs yet.
  explicit Core(CoreOptions options);
  ~Core() { stop(); }

  // Checks each log against what its followers have seen, then starts the lanes. What modules do on
  // their own account begins with start_processes, or when somebody asks for it.
  void start();
  void start_processes();
  // Drains the lanes: what was taken is answered, what a follower holds is committed. May be said
  // twice.
  void stop();

  // The modules of this process, in the order of start.
  const std::vector<std::unique_ptr<Part>>& parts() const { return parts_; }
  // Null where this process does not run that module.
  Part* find(std::string_view module) const;
  template <class P>
  P* find() const {
    for (const auto& part : parts_) {
      if (auto* const found = dynamic_cast<P*>(part.get())) return found;
    }
    return nullptr;
  }
  // Of a module that is known to run here.
  template <class P>
  P& the() const {
    auto* const found = find<P>();
    assert(found != nullptr);
    return *found;
  }

  // What time it is for billing, wherever that runs.
  shared::Instant billing_now();
  // Tells once the board knows as much of that log as its store; false where nobody here can say.
  void ask_log(const std::string& log, ProgressGate::Told told);
  ReplicaChecks& checks() { return checks_; }

 private:
  const CoreOptions options_;

 public:
  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  os::SodiumDigest digest;
  os::Progress progress;
  Board board{progress, clock};
  bus::InProcessEventBus bus;
  Epochs epochs;

 private:
  // What others may ask of a module of this process.
  struct Served {
    bus::LogAnswers log;
    std::unique_ptr<shared::Serving> followers;
    std::unique_ptr<shared::Serving> time;  // where it has one of its own
  };

  void subscribe(Part& part);
  ModuleLane::Source source_of(const Following& following, ModuleLane& lane);
  std::unique_ptr<sync::Delivery> delivery_of(const Following& following,
                                              std::function<void()> wake);
  std::vector<sync::Seen> seen_by(const std::string& module, std::string_view log) const;
  std::vector<sync::Seen> witnesses_of(const std::string& source);
  void serve(Part& part);
  // Who keeps copies here of what.
  std::vector<Following> copying() const;
  ReplicaChecks::Opened open_check(const std::string& follower);
  std::optional<shared::Error> reweigh(const std::string& follower, sync::Reweighed weighed);

  os::TimerThread timer_;
  bus::InProcessRequests nobody_elsewhere_{clock, timer_};
  Network network_;
  TimeElsewhere billing_time_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::vector<Served> served_;
  ReplicaChecks checks_;
};

}  // namespace app
