#include <app/faces.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/joint_openapi.hpp>
#include <adapters/http/openapi.hpp>
#include <adapters/http/probe_routes.hpp>
#include <adapters/http/sync/sync_routes.hpp>
#include <app/lead_serving.hpp>
#include <app/logging.hpp>
#include <app/modules.hpp>
#include <app/version.hpp>

namespace app {
namespace {

using namespace std::chrono_literals;

http::SyncStatus status(Core& core) {
  const auto board = core.progress.snapshot();
  const auto now = core.clock.now();
  http::SyncStatus all;
  for (const auto& log : board.logs) {
    auto epochs = core.epochs.of(log.log);
    if (!epochs.empty()) all.logs.push_back({log.log, log.head, std::move(epochs)});
  }
  for (const auto& follower : board.followers) {
    all.followers.push_back({follower, core.progress.lag(follower.follower, now),
                             core.checks().verified(follower.follower)});
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
  module.live = part.live_states();
  module.outbox = &part.lane().unit();
  module.follower = [&part](const std::string& name) { return part.lane().follower(name); };
  return module;
}

http::SyncPorts sync_ports(Core& core) {
  http::SyncPorts ports;
  ports.status = [&core] { return status(core); };
  ports.replicas = core.checks().ports();
  for (const auto& part : core.parts()) ports.modules.push_back(sync_module(*part));
  ports.await = [&core](std::string log, sync::Offset offset,
                        std::chrono::steady_clock::time_point deadline,
                        std::move_only_function<void(bool)> then) {
    core.progress.wait(
        [log = std::move(log), offset](const os::Board& board) {
          const auto* at = board.log(log);
          return at != nullptr && at->head.offset != offset;  // less: it went back
        },
        deadline,
        [then = std::move(then)](os::WaitEnd end) mutable { then(end == os::WaitEnd::reached); });
  };
  // A file has one process, which knows all.
  const bool shared = std::ranges::any_of(core.parts(), [](const auto& part) {
    return std::holds_alternative<sql::Postgresql>(part->store().at);
  });
  if (!shared) return ports;
  ports.ask = [&core](const std::string& log, std::move_only_function<void(bool)> then) {
    core.ask_log(log, std::move(then));
  };
  return ports;
}

const ModuleKind& kind_of(std::string_view module) {
  return *std::ranges::find(module_kinds(), module, &ModuleKind::name);
}
// Those that any instance answers.
std::vector<std::string> paths_of(std::string_view module) {
  const auto& kind = kind_of(module);
  return {kind.paths.begin(), kind.paths.end()};
}
std::vector<std::string> led_paths_of(std::string_view module) {
  const auto& kind = kind_of(module);
  return {kind.led_paths.begin(), kind.led_paths.end()};
}

// Of two doors with the same path the first one is taken.
void put_ahead(std::vector<http::Door> these, std::vector<http::Door>& doors) {
  std::ranges::move(doors, std::back_inserter(these));
  doors.swap(these);
}

std::vector<std::string> patterns_of(const http::RouteTable& table) {
  std::vector<std::string> patterns;
  for (const auto& route : table.routes) patterns.push_back(route.pattern);
  return patterns;
}

http::FanOut::Joined document_of(const http::Request&,
                                const std::vector<http::ModuleAnswer>& asked) {
  std::vector<std::string> documents;
  for (const auto& one : asked) documents.push_back(one.response.body);
  return {http::joint_openapi(documents)};
}

}  // namespace

Faces::Faces(Core& core, Metrics& metrics, std::function<std::string()> why_not_ready,
             http::GatewayLimits limits, Leads* leads, Elsewhere* elsewhere,
             http::RouteTable more)
    : core_(core),
      metrics_(metrics),
      streams_(std::make_shared<http::OpenStreams>(http::StreamBounds{})) {
  core.checks().watch(metrics);
  if (elsewhere != nullptr && elsewhere->has("user")) {
    joint_keys_ = std::make_unique<http::JointKeys>(own_keys_, elsewhere->keys);
    keys_ = joint_keys_.get();
  }
  auto probes = http::probe_routes(
      {std::move(why_not_ready), [&core, &metrics] { return metrics.text(core.clock.now()); }});
  probes.add(std::move(more));
  auto doors = open_modules(probes);
  inside_ = std::make_unique<http::Doors>(with_own(doors), *own_);
  if (leads != nullptr) put_ahead(open_leads(*leads), doors);
  front_ = std::make_unique<http::Doors>(with_own(doors), *own_);
  if (elsewhere != nullptr) open_elsewhere(*elsewhere, doors, probes);
  gateway_ = std::make_unique<http::Gateway>(
      http::GatewayPorts{core.clock, core.ids, core.digest, *keys_, *this, streams_, directory_,
                         limits},
      with_own(std::move(doors)), *own_);
}

std::vector<http::Door> Faces::with_own(std::vector<http::Door> doors) const {
  doors.push_back({patterns_of(own_->table()), *own_});
  return doors;
}

Neighbours Faces::neighbours() {
  return {own_keys_, [this] { return core_.billing_now(); }};
}

// What leads to the modules of this process; what they show jointly is the own router's.
std::vector<http::Door> Faces::open_modules(const http::RouteTable& probes) {
  http::RouteTable all = probes;
  std::vector<http::Door> doors;
  for (const auto& part : core_.parts()) {
    auto table = part->routes(neighbours());
    all.add(table);
    doors.push_back({paths_of(part->name()), router_of(std::move(table))});
    if (auto* const keys = part->keys()) directory_ = keys;
  }
  auto logs = sync_ports(core_);
  http::RouteTable own = joint_routes(core_, neighbours(), logs);
  own.add(http::sync_routes(std::move(logs)));
  all.add(own);
  own.add(probes);
  // The document is of all there is here, whichever router answers.
  all = http::with_openapi(std::move(all), std::string{version});
  measure(all);
  own.routes.push_back(std::move(all.routes.back()));
  own_ = &router_of(std::move(own));
  return doors;
}

// What leads to the instances that lead of the modules here. They alone know at once how their
// followers fare; where they are away, what this one has heard of it is better than nothing.
std::vector<http::Door> Faces::open_leads(Leads& leads) {
  using enum http::ByLead::Otherwise;
  std::vector<http::Door> doors;
  std::vector<http::FanOut::Module> shown;
  std::vector<http::FanOut::Module> led;
  for (const auto& part : core_.parts()) {
    const auto& name = part->name();
    shown.push_back({name, by_lead(*part, leads.at_once, {2s, 2s}, here)});
    led.push_back({name, by_lead(*part, leads.waiting, {8s, 10s}, nothing)});
    doors.push_back({led_paths_of(name), led.back().handler});
    measured_.emplace(name, metrics_.route("*", name));
  }
  if (led.empty()) return doors;
  doors.push_back(joint_status_.emplace_back(shown).door());
  std::ranges::move(joint_parked_.emplace_back(led).doors(), std::back_inserter(doors));
  std::ranges::move(joint_replicas_.emplace_back(led).doors(), std::back_inserter(doors));
  return doors;
}

http::Handler& Faces::by_lead(Part& part, bus::PatientRequests& asked, http::RemoteWaits waits,
                              http::ByLead::Otherwise otherwise) {
  const http::RemotePorts ports{asked.repeating(), asked.once(), core_.clock, core_.ids, this};
  auto there = std::make_unique<http::RemoteHandler>(part.name(), ports, waits,
                                                     lead_service_of(part.name()),
                                                     http::errors::no_lead(part.name()));
  const auto leads = [&lane = part.lane()] { return lane.follows(); };
  by_lead_.push_back(
      std::make_unique<http::ByLead>(leads, *inside_, std::move(there), otherwise));
  return *by_lead_.back();
}

// What leads to the modules elsewhere; what all show jointly is the own router's from now on.
void Faces::open_elsewhere(Elsewhere& elsewhere, std::vector<http::Door>& doors,
                           const http::RouteTable& probes) {
  if (joint_keys_) directory_ = &elsewhere.keys;
  for (const auto& module : elsewhere.modules()) {
    ask_for(module, elsewhere);
    doors.push_back({paths_of(module), *askable_.find(module)->second});
  }
  std::vector<http::FanOut::Module> modules;
  for (const auto& kind : module_kinds()) {
    const auto far = askable_.find(kind.name);
    http::Handler& answers = far == askable_.end() ? *front_ : *far->second;
    modules.push_back({std::string{kind.name}, answers});
  }
  auto own = joint_routes(core_, neighbours(), sync_ports(core_), elsewhere, askable_);
  own.add(probes);
  own = http::with_openapi(std::move(own), std::string{version});
  measure(own);
  own_ = &router_of(std::move(own));

  joint_events_ = std::make_unique<http::JointEvents>(modules);
  auto joint = joint_parked_.emplace_back(modules).doors();
  joint.push_back(joint_events_->door());
  joint.push_back(joint_status_.emplace_back(modules).door());
  std::ranges::move(joint_replicas_.emplace_back(modules).doors(), std::back_inserter(joint));
  put_ahead(std::move(joint), doors);
  std::vector<http::FanOut::Module> described{{"gateway", *own_}};
  std::ranges::copy(modules, std::back_inserter(described));
  joint_openapi_ = std::make_unique<http::FanOut>(std::move(described), document_of);
  doors.push_back({{"/openapi.json"}, *joint_openapi_});
}

void Faces::ask_for(const std::string& module, Elsewhere& elsewhere) {
  const http::RemotePorts ports{elsewhere.reads(), elsewhere.writes(), core_.clock, core_.ids,
                                this};
  const auto ask = [&](const std::string& service) {
    askable_.emplace(service, std::make_unique<http::RemoteHandler>(
                                  module, ports, http::RemoteWaits{}, service,
                                  http::errors::module_away(module)));
  };
  ask(module);
  if (const auto overview = overview_service_of(module); !overview.empty()) ask(overview);
  measured_.emplace(module, metrics_.route("*", module));
}

std::vector<std::unique_ptr<shared::Serving>> Faces::serve(shared::Services& services) {
  std::vector<std::unique_ptr<shared::Serving>> serving;
  for (const auto& part : core_.parts()) {
    const auto& name = part->name();
    serving.push_back(http::serve(services, name, *front_));
    if (name == "user") {
      serving.push_back(http::serve_keys(services, own_keys_, part->keys()));
    }
    serving.push_back(std::make_unique<LeadServing>(
        part->lane(), [&services, lead = lead_service_of(name), this] {
          return http::serve(services, lead, *inside_);
        }));
    auto half = half_routes_of(*part, neighbours());
    if (half.routes.empty()) continue;
    serving.push_back(http::serve(services, overview_service_of(name), router_of(std::move(half))));
  }
  return serving;
}

void Faces::measure(const http::RouteTable& table) {
  for (const auto& route : table.routes) {
    measured_.emplace(route.operation_id, metrics_.route(route.method, route.pattern));
  }
}

http::Router& Faces::router_of(http::RouteTable table) {
  http::RouterPorts ports{core_.clock, core_.ids, core_.digest, *keys_, *this};
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
