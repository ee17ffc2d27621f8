#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <adapters/http/sync/sync_routes.hpp>

namespace http {

// Events of a log behind that offset, at most so many. Throws where it cannot be read now.
using ReadEvents = std::function<std::vector<sync::Event>(sync::Offset, std::size_t events_max)>;

// LiveLogs: the logs that can be watched, in this process or elsewhere. Members are as SyncPorts
// has them.
struct LiveLogs {
  struct Log {
    std::string log;  // "user/0"
    std::function<bool(std::move_only_function<void(const ReadEvents&)>)> read;
  };

  std::function<SyncStatus()> status;  // its followers are not looked at
  std::vector<Log> logs;
  decltype(SyncPorts::await) await;
};

// Those of this process's modules.
LiveLogs live_logs(const SyncPorts& ports);

}  // namespace http
