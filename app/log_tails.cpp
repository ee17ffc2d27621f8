#include <app/log_tails.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <utility>

#include <adapters/bus/sync/remote_events.hpp>
#include <adapters/nats/notifications.hpp>
#include <adapters/system/read_pool.hpp>

namespace app {
namespace {

constexpr std::chrono::milliseconds look_every{5'000};
constexpr std::chrono::milliseconds look_within{2'000};
constexpr std::chrono::milliseconds read_within{5'000};

// What a reading thread has: it asks, and waits.
struct Asking {
  http::ReadEvents read;
};

http::ReadEvents reading(shared::Requests& requests, const std::string& module,
                         const sync::Digest& digest) {
  return [&requests, module, &digest](sync::Offset after, std::size_t events_max) {
    const sync::AskEvents asked{after, static_cast<std::uint32_t>(events_max)};
    return bus::read_events(requests, module, digest, asked, read_within).events;
  };
}

}  // namespace

struct LogTails::Tail {
  Tail(std::string of, nats::Connection& connection, shared::Requests& requests, Core& core,
       const Heard& heard)
      : module(std::move(of)),
        log(module + "/0"),
        pool([&, this] { return Asking{reading(requests, module, core.digest)}; },
             {1, reads_waiting_max}),
        listen([this, &connection, &core, heard] {
          notifications.emplace(connection, log, [this, &core, heard](const auto& carried) {
            core.board.log_moved(log, {carried.epoch, carried.event.offset, {}, {}});
            heard(log, carried.event);
          });
        }) {}

  const std::string module;
  const std::string log;
  os::ReadPool<Asking> pool;
  // Not before all who hear of it are there.
  const std::function<void()> listen;
  std::optional<nats::Notifications> notifications;
};

// What answers that are on their way need, which may come when the tails are gone.
struct LogTails::Looking {
  explicit Looking(Core& of) : core(of) {}

  void ended(const std::string& log, std::optional<sync::LogEvents> found) {
    if (!found) return;
    const std::scoped_lock lock(mutex);
    if (over) return;
    epochs.put(log, std::move(found->epochs));
    core.board.log_moved(log, found->head);
  }

  Core& core;
  Epochs epochs;
  std::mutex mutex;
  bool over = false;
};

LogTails::LogTails(nats::Connection& connection, shared::Requests& requests, Core& core,
                   const std::vector<std::string>& modules, Heard heard)
    : core_(core), requests_(requests), looking_(std::make_shared<Looking>(core)) {
  for (const auto& module : modules) {
    tails_.push_back(std::make_unique<Tail>(module, connection, requests, core, heard));
  }
  driver_.add([this] {
    look([](const std::string&) {});
    return look_every;
  });
}

LogTails::~LogTails() { stop(); }

void LogTails::start() {
  for (const auto& tail : tails_) tail->listen();
  driver_.start();
}

void LogTails::stop() {
  driver_.stop();
  {
    const std::scoped_lock lock(looking_->mutex);
    looking_->over = true;
  }
  for (const auto& tail : tails_) tail->pool.stop();
}

void LogTails::look(std::move_only_function<void(const std::string&)> then) {
  struct All {
    std::atomic<std::size_t> missing;
    std::move_only_function<void(const std::string&)> then;
  };
  const auto all = std::make_shared<All>(tails_.size() + 1, std::move(then));
  std::vector<std::string> modules;
  for (const auto& tail : tails_) modules.push_back(tail->module);
  const auto came = [all, modules = std::move(modules), looking = looking_] {
    if (--all->missing > 0) return;
    const auto silent = std::ranges::find_if(modules, [&](const std::string& module) {
      return looking->epochs.of(module + "/0").empty();
    });
    all->then(silent == modules.end() ? "" : *silent);
  };
  for (const auto& tail : tails_) {
    bus::ask_events(requests_, tail->module, core_.digest, {0, 0}, look_within,
                    [came, log = tail->log, looking = looking_](auto found) {
                      looking->ended(log, std::move(found));
                      came();
                    });
  }
  came();
}

http::LiveLogs LogTails::logs() {
  http::LiveLogs all;
  all.status = [this] {
    const auto board = core_.progress.snapshot();
    http::SyncStatus status;
    for (const auto& tail : tails_) {
      const auto* const log = board.log(tail->log);
      auto epochs = looking_->epochs.of(tail->log);
      if (log == nullptr || epochs.empty()) continue;
      status.logs.push_back({tail->log, log->head, std::move(epochs)});
    }
    return status;
  };
  for (const auto& tail : tails_) {
    all.logs.push_back(
        {tail->log, [&pool = tail->pool](std::move_only_function<void(const http::ReadEvents&)>
                                             task) {
           return pool.run([task = std::move(task)](Asking& asking) mutable {
             task(asking.read);
           });
         }});
  }
  return all;
}

}  // namespace app
