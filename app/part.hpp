#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/http/access.hpp>
#include <adapters/http/key_directory.hpp>
#include <adapters/http/sync/sync_routes.hpp>
#include <adapters/system/read_pool.hpp>
#include <app/board.hpp>
#include <app/config_settings.hpp>
#include <app/copy_of.hpp>
#include <app/databases.hpp>
#include <app/metrics.hpp>
#include <app/module_lane.hpp>
#include <app/progress_gate.hpp>
#include <ports/sync/live_states.hpp>
#include <ports/sync/replica_reader.hpp>
#include <ports/sync/state_reader.hpp>

namespace app {

// Surroundings: what the parts of one process are made from. Each outlives them.
struct Surroundings {
  Machine machine;
  Board& board;
  os::Progress& progress;
  const Epochs& epochs;
  const Settings& settings;
  const Databases& databases;
  const LaneOptions& lane;
  ProgressGate::AskLog ask_log;
  ProgressGate::Hurry hurry;
};

// Neighbours: what a module's routes need that is not the module's own.
struct Neighbours {
  http::MemoryKeyRing& keys;                    // who may come in here
  std::function<shared::Instant()> billing_now;  // what time it is for billing
};

// Part: a module as this process runs it. A process is any set of them (app/modules.cpp).
class Part {
 public:
  Part(std::string name, const Surroundings& around)
      : gate(name, around.progress, around.epochs, around.ask_log, around.hurry),
        name_(std::move(name)) {}
  virtual ~Part() = default;
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  const std::string& name() const { return name_; }
  virtual ModuleStore& store() = 0;
  virtual ModuleLane& lane() = 0;

  // What it does with what that module says.
  virtual std::vector<sync::Followed> hears(std::string_view source) = 0;
  virtual http::RouteTable routes(const Neighbours& neighbours) = 0;
  // What time it is for it, where that is not the wall clock's.
  virtual std::optional<shared::Instant> now() const { return std::nullopt; }
  // API keys that this process's ring may not know yet; null where it has none.
  virtual http::KeyDirectory* keys() { return nullptr; }
  // Figures of its own, asked for at each scrape.
  virtual void watch(Metrics&) {}

  // What it does on its own account begins, behind the start of its lane; and ends, before the
  // lane's stop. The latter may be said twice.
  virtual void start_processes() = 0;
  virtual void stop_processes() = 0;

  // Runs the task on a reading thread; false where too many wait.
  [[nodiscard]] virtual bool read_log(std::move_only_function<void(http::LogViews)> task) = 0;
  // Runs what was taken, then no more. May be said twice.
  virtual void stop_reads() = 0;

  // What it keeps of that module's aggregates; and for one thread that may wait: those copies, and
  // its own aggregates (null where nobody copies any).
  virtual std::vector<CopyOf> copies(std::string_view source) = 0;
  std::unique_ptr<sync::ReplicaReader> open_copies(const std::string& follower,
                                                   std::string_view source);
  virtual std::unique_ptr<sync::StateReader> open_states() = 0;
  // Those of its aggregates that others copy, for commands of its lane.
  virtual std::vector<sync::LiveStates*> live_states() = 0;

  ProgressGate gate;  // of reads that wait for writes

 private:
  std::string name_;
};

// Idle: the processes of a module that does nothing on its own account.
struct Idle {
  void start() {}
  void stop() {}
};

constexpr std::size_t reads_waiting_max = 1024;

// PartOf: what all modules have in common here, stated once. Members stand in the order of start.
//   Host       the module with all it stands on: `store`, `lane`, `hears(source)`
//   Reads      what one reading thread has of its database: `log`, `parked`
//   Processes  what it does on its own account
template <class Host, class Reads, class Processes = Idle>
class PartOf : public Part {
 public:
  ModuleStore& store() override { return host.store; }
  ModuleLane& lane() override { return host.lane; }
  std::vector<sync::Followed> hears(std::string_view source) override {
    return host.hears(source);
  }
  void start_processes() override { processes.start(); }
  void stop_processes() override { processes.stop(); }
  bool read_log(std::move_only_function<void(http::LogViews)> task) override {
    return reads.run([task = std::move(task)](Reads& from) mutable {
      task({from.log.reader, from.parked, from.log.history, states_in(from)});
    });
  }
  std::vector<CopyOf> copies([[maybe_unused]] std::string_view source) override {
    if constexpr (requires { Host::copies(source); }) return Host::copies(source);
    return {};
  }
  std::unique_ptr<sync::StateReader> open_states() override {
    if constexpr (requires(Reads& from) { from.states; }) {
      return std::make_unique<OwnStates>(make_reads_);
    }
    return nullptr;
  }
  std::vector<sync::LiveStates*> live_states() override {
    if constexpr (requires(Host& of) { of.live; }) return host.live;
    return {};
  }
  void stop_reads() override { reads.stop(); }

 private:
  // The module's aggregates, read on a session that is nobody else's.
  struct OwnStates final : sync::StateReader {
    explicit OwnStates(const std::function<Reads()>& make) : from(make()) {}
    sync::StatePage read(const sync::StateQuestion& question) override {
      return from.states.read(question);
    }
    Reads from;
  };

  static sync::StateReader* states_in([[maybe_unused]] Reads& from) {
    if constexpr (requires { from.states; }) return &from.states;
    return nullptr;
  }

  const std::function<Reads()> make_reads_;

 public:
  Host host;
  Processes processes;
  os::ReadPool<Reads> reads;

 protected:
  // `make_processes` is given the host.
  template <class MakeHost, class MakeProcesses>
  PartOf(std::string name, const Surroundings& around, MakeHost make_host,
         MakeProcesses make_processes, const std::function<Reads()>& make_reads,
         std::size_t read_threads)
      : Part(std::move(name), around),
        make_reads_(make_reads),
        host(make_host()),
        processes(make_processes(host)),
        reads(make_reads, {read_threads, reads_waiting_max}) {}
  template <class MakeHost>
  PartOf(std::string name, const Surroundings& around, MakeHost make_host,
         const std::function<Reads()>& make_reads, std::size_t read_threads)
      : PartOf(std::move(name), around, make_host, [](Host&) { return Idle{}; }, make_reads,
               read_threads) {}
};

}  // namespace app
