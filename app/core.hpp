#pragma once

#include <cassert>
#include <memory>
#include <string_view>
#include <vector>

#include <adapters/bus/in_process_event_bus.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/modules.hpp>

namespace app {

struct CoreOptions {
  Settings settings;
  Databases databases;  // of every module that this process runs
  LaneOptions lane;     // of each module
};

// Core: the modules of one process, each on its own database, in step through the bus. Members
// stand in the order of start, and are stopped in reverse.
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

  // What time it is for billing.
  shared::Instant billing_now() const;

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
  void subscribe(Part& part);
  std::vector<sync::Seen> witnesses_of(std::string_view source) const;

  std::vector<std::unique_ptr<Part>> parts_;
};

}  // namespace app
