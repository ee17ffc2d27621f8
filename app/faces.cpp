#include <app/faces.hpp>

#include <algorithm>
#include <utility>

#include <adapters/http/openapi.hpp>
#include <adapters/http/probe_routes.hpp>
#include <adapters/http/sync/sync_routes.hpp>
#include <app/joint_routes.hpp>
#include <app/logging.hpp>
#include <app/modules.hpp>
#include <app/version.hpp>

namespace app {
namespace {

http::SyncStatus status(Core& core) {
  const auto board = core.progress.snapshot();
  const auto now = core.clock.now();
  http::SyncStatus all;
  for (const auto& log : board.logs) {
    auto epochs = core.epochs.of(log.log);
    if (!epochs.empty()) all.logs.push_back({log.log, log.head, std::move(epochs)});
  }
  for (const auto& follower : board.followers) {
    all.followers.push_back({follower, core.progress.lag(follower.follower, now)});
  }
  return all;
}

http::SyncModule sync_module(Part& part) {
  http::SyncModule module;
  module.log = part.store().log;
  module.read = [&part](std::move_only_function<void(http::LogViews)> task) {
    return part.read_log(std::move(task));
  };
  module.queue = &part.lane().queue();
  module.follower = [&part](const std::string& name) { return part.lane().follower(name); };
  return module;
}

http::SyncPorts sync_ports(Core& core) {
  http::SyncPorts ports;
  ports.status = [&core] { return status(core); };
  for (const auto& part : core.parts()) ports.modules.push_back(sync_module(*part));
  ports.await = [&core](std::string log, sync::Offset offset,
                        std::chrono::steady_clock::time_point deadline,
                        std::move_only_function<void(bool)> then) {
    core.progress.wait(
        [log = std::move(log), offset](const os::Board& board) {
          const auto* at = board.log(log);
          return at != nullptr && at->head.offset > offset;
        },
        deadline,
        [then = std::move(then)](os::WaitEnd end) mutable { then(end == os::WaitEnd::reached); });
  };
  return ports;
}

// Routes of no one module: what is shown jointly, and the logs.
http::RouteTable common_routes(Core& core, const Neighbours& neighbours) {
  auto logs = sync_ports(core);
  http::RouteTable table = joint_routes(core, neighbours, logs);
  table.add(http::sync_routes(std::move(logs)));
  return table;
}

std::vector<std::string> paths_of(std::string_view module) {
  const auto kinds = module_kinds();
  const auto kind = std::ranges::find(kinds, module, &ModuleKind::name);
  return {kind->paths.begin(), kind->paths.end()};
}

std::vector<std::string> patterns_of(const http::RouteTable& table) {
  std::vector<std::string> patterns;
  for (const auto& route : table.routes) patterns.push_back(route.pattern);
  return patterns;
}

}  // namespace

Faces::Faces(Core& core, Metrics& metrics, std::function<bool()> ready,
             http::GatewayLimits limits)
    : core_(core), streams_(std::make_shared<http::OpenStreams>(http::StreamBounds{})) {
  const Neighbours neighbours{keys_, [&core] { return core.billing_now(); }};
  http::RouteTable own = http::probe_routes(
      {std::move(ready), [&core, &metrics] { return metrics.text(core.clock.now()); }});
  http::RouteTable all = own;
  std::vector<http::Door> doors;
  for (const auto& part : core.parts()) {
    auto table = part->routes(neighbours);
    all.add(table);
    doors.push_back({paths_of(part->name()), router_of(std::move(table))});
  }
  auto common = common_routes(core, neighbours);
  all.add(common);
  own.add(std::move(common));
  // The document is of all there is here, whichever router answers.
  all = http::with_openapi(std::move(all), std::string{version});
  for (const auto& route : all.routes) {
    measured_.emplace(route.operation_id, metrics.route(route.method, route.pattern));
  }
  own.routes.push_back(std::move(all.routes.back()));
  const auto own_patterns = patterns_of(own);
  http::Router& own_router = router_of(std::move(own));
  doors.push_back({own_patterns, own_router});
  gateway_ = std::make_unique<http::Gateway>(
      http::GatewayPorts{core.clock, core.ids, core.digest, keys_, *this, streams_, nullptr,
                         limits},
      doors, own_router);
}

http::Router& Faces::router_of(http::RouteTable table) {
  http::RouterPorts ports{core_.clock, core_.ids, core_.digest, keys_, *this};
  ports.open_streams = streams_;
  routers_.push_back(std::make_unique<http::Router>(std::move(table), std::move(ports)));
  return *routers_.back();
}

void Faces::answered(const http::Answered& answered) {
  const auto measured = measured_.find(answered.operation_id);
  if (measured != measured_.end()) measured->second.count(answered.status, answered.took);
  if (!logs_debug()) return;
  log_debug("request", {{"method", answered.method},
                        {"path", answered.path},
                        {"status", answered.status},
                        {"took_us", answered.took.count()},
                        {"request_id", answered.request_id},
                        {"key_id", answered.key_id},
                        {"peer", answered.peer},
                        {"traceparent", answered.traceparent}});
}

void Faces::failed(std::string_view request_id, std::string_view what) {
  log_error("a route failed", {{"request_id", request_id}, {"error", what}});
}

}  // namespace app
