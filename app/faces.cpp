#include <app/faces.hpp>

#include <adapters/http/live/live_routes.hpp>
#include <adapters/http/openapi.hpp>
#include <adapters/http/probe_routes.hpp>
#include <adapters/http/sync/sync_routes.hpp>
#include <app/billing_part.hpp>
#include <app/logging.hpp>
#include <app/overview.hpp>
#include <app/reads_of.hpp>
#include <app/user_part.hpp>
#include <app/version.hpp>
#include <user/domain/user_errors.hpp>

namespace app {
namespace {

http::SyncStatus status(Core& core) {
  const auto board = core.progress.snapshot();
  const auto now = core.clock.now();
  http::SyncStatus all;
  for (const auto& log : board.logs) {
    const auto epochs = core.epochs.find(log.log);
    if (epochs != core.epochs.end()) all.logs.push_back({log.log, log.head, epochs->second});
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

std::optional<shared::Error> missing(UserReads& from, std::string_view user_id) {
  const auto id = user::UserId::parse(user_id);
  if (id && from.users.find(*id)) return std::nullopt;
  return user::errors::not_found();
}

http::RouteTable live_routes(Core& core, UserPart& user) {
  auto logs = std::make_shared<const http::SyncPorts>(sync_ports(core));
  return http::live_routes(
      {std::make_shared<http::LiveHub>(std::move(logs)),
       reads_of<http::LiveReading>(user.reads, user.gate, [](UserReads& from) {
         return http::LiveReading{
             [&from](std::string_view user_id) { return missing(from, user_id); }};
       })});
}

// Routes that show what several modules know.
http::RouteTable joint_routes(Core& core, const Neighbours& neighbours) {
  http::RouteTable table;
  auto* const user = core.find<UserPart>();
  auto* const billing = core.find<BillingPart>();
  if (user == nullptr) return table;
  if (billing != nullptr) {
    table.add(overview_routes({user->reading(), billing->reading(), neighbours.billing_now}));
  }
  table.add(live_routes(core, *user));
  return table;
}

http::RouteTable routes(Core& core, http::MemoryKeyRing& keys, Metrics& metrics,
                        std::function<bool()> ready) {
  const Neighbours neighbours{keys, [&core] { return core.billing_now(); }};
  http::RouteTable table = http::probe_routes(
      {std::move(ready), [&core, &metrics] { return metrics.text(core.clock.now()); }});
  for (const auto& part : core.parts()) table.add(part->routes(neighbours));
  table.add(joint_routes(core, neighbours));
  table.add(http::sync_routes(sync_ports(core)));
  return http::with_openapi(std::move(table), std::string{version});
}

}  // namespace

Faces::Faces(Core& core, Metrics& metrics, std::function<bool()> ready)
    : core_(core),
      router_(routes(core, keys_, metrics, std::move(ready)),
              {core.clock, core.ids, core.digest, keys_, *this}) {
  for (const auto& route : router_.table().routes) {
    measured_.emplace(route.operation_id, metrics.route(route.method, route.pattern));
  }
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
