#include <app/serve.hpp>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include <adapters/cli/stop.hpp>
#include <adapters/http/server.hpp>
#include <adapters/sql/overdue.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/backup_jobs.hpp>
#include <app/data_folder.hpp>
#include <app/database_wait.hpp>
#include <app/database_watch.hpp>
#include <app/elsewhere.hpp>
#include <app/faces.hpp>
#include <app/key_watch.hpp>
#include <app/keys.hpp>
#include <app/leads.hpp>
#include <app/logging.hpp>
#include <app/module_choice.hpp>
#include <app/nats_network.hpp>
#include <app/options.hpp>
#include <app/relays.hpp>

namespace app {
namespace {

constexpr std::chrono::milliseconds drain_max{10'000};

// Blocks the signals that end the process, for all threads made from now on; one of them waits.
sigset_t hold_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return set;
}

// As many connections as the system lets this process have.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

http::ServerSettings server_settings(const Config& config) {
  const auto& from = config.settings();
  http::ServerSettings settings;
  settings.host = config.listen().host;
  settings.port = config.listen().port;
  settings.threads = static_cast<std::size_t>(from.http_threads);
  settings.connections_max = static_cast<std::size_t>(from.http_connections_max);
  settings.head.body_bytes_max = static_cast<std::uint64_t>(from.http_body_bytes_max);
  if (!from.http_tls_certificate.empty()) {
    settings.tls = http::TlsFiles{from.http_tls_certificate, from.http_tls_key};
  }
  return settings;
}

std::string url_of(const Config& config, const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != std::string::npos;
  const std::string scheme = config.settings().http_tls_certificate.empty() ? "http" : "https";
  return scheme + "://" + (v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

// Where this machine reaches what listens on that host: every address is no address to ask.
std::string host_from_here(const std::string& host) {
  if (host == "0.0.0.0") return "127.0.0.1";
  return host == "::" ? "::1" : host;
}

void greet(cli::Terminal& terminal, const std::string& url, const std::string& data,
           const std::optional<std::string>& first_key) {
  auto& out = terminal.out;
  const auto header = "\"Authorization: Bearer " + first_key.value_or("$KEY") + '"';
  if (first_key) {
    out << "\nadmin key: " << *first_key << "\n\nIt is shown this once; keep it. Try:\n";
  } else {
    out << "\nTry, with one of your keys in $KEY (`" << program_invocation_name
        << " key create` makes a new one):\n";
  }
  out << "  curl -sS " << url << "/v1/users -H " << header
      << " -H 'Content-Type: application/json' -d '{\"email\":\"ada@example.com\"}'\n"
      << "  curl -sS " << url << "/v1/customers -H " << header << "\n"
      << "  " << program_invocation_name << " sync status --data " << data << "\n"
      << std::flush;
}

CoreOptions serving(CoreOptions options, const std::unique_ptr<NatsNetwork>& nats) {
  options.databases = grown(std::move(options.databases));
  if (nats) options.network.emplace(nats->network());
  return options;
}

http::GatewayLimits gateway_limits(const Settings& from) {
  http::GatewayLimits limits;
  limits.per_key.per_s = from.http_key_requests_per_s_max;
  limits.per_address.per_s = from.http_address_requests_per_s_max;
  return limits;
}

// The whole server; members stand in the order of start.
struct Server {
  Server(const Config& config, std::function<void(std::string)> broken)
      : folder(config.settings().data_dir),
        nats(reach(config.settings(), clock)),
        core(serving(core_options(config.settings(), std::move(broken)), nats)),
        metrics(core.progress, core.clock.now()),
        backups(backups_of(config.settings(), core)),
        leads(leads_through(nats.get(), core)),
        elsewhere(gateway_to(config.settings(), nats, core)),
        faces(core, metrics, [this] { return why_not_ready(); },
              gateway_limits(config.settings()), leads.get(), elsewhere.get(),
              backup_routes(backups.get())) {
    if (nats) relay_to_nats(config.settings());
    if (config.settings().database_url.empty()) return;
    for (const auto& part : core.parts()) databases.add(part->name(), ask_through(*part));
  }

  static std::unique_ptr<NatsNetwork> reach(const Settings& settings, shared::Clock& clock) {
    return settings.nats_url.empty() ? nullptr : std::make_unique<NatsNetwork>(settings, clock);
  }
  static std::unique_ptr<Elsewhere> gateway_to(const Settings& settings,
                                               const std::unique_ptr<NatsNetwork>& nats,
                                               Core& core) {
    if (!nats || !chose_gateway(settings.serve_modules)) return nullptr;
    return std::make_unique<Elsewhere>(*nats, core);
  }

  // With a broker: for those who follow the logs from elsewhere.
  void relay_to_nats(const Settings& settings) {
    relays.emplace(settings, nats->connection(), core.clock, core.board);
    const auto at = databases_of(settings);
    for (const auto& part : core.parts()) {
      const std::string module{part->name()};
      const auto log = module + "/0";
      relays->add(log, at.of(module), part->lane());
    }
    relays->watch(metrics);
    nats->watch(metrics);
  }

  // A gateway with no module of its own has nothing without the broker.
  std::string why_not_ready() const {
    if (!ready || !databases.all_answer()) return "The server is not ready.";
    return elsewhere && core.parts().empty() ? nats->why_no_link() : "";
  }

  // What runs elsewhere may ask, where anything does.
  void serve_others(const Settings& settings) {
    if (!nats || !has_others(core)) return;
    if (settings.nats_user.empty()) {
      log_warn("the broker is used without nats.user: whoever reaches it may ask for anything "
               "here; `cleave nats config` makes one that knows its users");
    }
    served = faces.serve(nats->services());
  }

  DataFolder folder;
  os::SystemClock clock;
  const std::unique_ptr<NatsNetwork> nats;
  Core core;
  Metrics metrics;
  const std::unique_ptr<BackupJobs> backups;  // of files; PostgreSQL's are made from outside
  const std::unique_ptr<Leads> leads;
  const std::unique_ptr<Elsewhere> elsewhere;
  std::optional<Relays> relays;
  DatabaseWatch databases;  // on PostgreSQL: files answer, or the process ends
  std::atomic<bool> ready = false;
  Faces faces;
  std::vector<std::unique_ptr<shared::Serving>> served;
  KeyWatch key_watch{core, faces.keys()};
};

void watch(Metrics& metrics, Core& core, const DatabaseWatch& databases,
           const http::Server& http) {
  for (const auto& part : core.parts()) {
    metrics.gauge("cleave_database_up", "Whether the module's database answers: 1, or 0.",
                  {{"module", part->name()}}, [&databases, name = part->name()] {
                    return databases.answers(name) ? 1.0 : 0.0;
                  });
    metrics.gauge("cleave_lane_queued_commands",
                  "Commands that wait for their module's write lane.", {{"module", part->name()}},
                  [&lane = part->lane()] { return static_cast<double>(lane.queued()); });
    part->watch(metrics);
  }
  metrics.gauge("cleave_http_connections", "Open connections.", {},
                [&http] { return static_cast<double>(http.connections()); });
  metrics.gauge("cleave_http_streams", "Answers that go on: watched users.", {},
                [&http] { return static_cast<double>(http.streams()); });
  metrics.counter("cleave_bus_dropped_frames_total",
                  "Frames that a follower did not take in time, and reads from the log instead.",
                  {}, [&core] { return static_cast<double>(core.bus.dropped()); });
}

void tell_billing_time(Core& core) {
  if (core.find("billing") == nullptr) return;
  const auto wall = core.clock.now();
  const auto now = core.billing_now();
  if (now <= wall) return;
  log_warn("billing's time was advanced, and is ahead of the wall clock: documents bear its dates",
           {{"billing_now", shared::to_rfc3339(now)}, {"ahead_ms", (now - wall).count()}});
}

// Says where it listens: to the person who started it, and to this machine's own CLI.
void welcome(Server& server, const Config& config, std::uint16_t port, cli::Terminal& terminal,
             const std::optional<std::string>& first_key) {
  const auto& host = config.listen().host;
  const auto& data = config.settings().data_dir;
  const auto url = url_of(config, host, port);
  const auto from_here = url_of(config, host_from_here(host), port);
  terminal.out << "cleave listens on " << url << "\ndata in " << data << "\n";
  if (server.core.find("user") != nullptr) {
    greet(terminal, from_here, data, first_key);
  } else if (server.elsewhere) {
    terminal.out << "\nThis is a gateway to the modules that run elsewhere: who has a key of "
                    "theirs is let in.\n"
                 << std::flush;
  } else {
    terminal.out << "\nThe module user runs elsewhere, and so are its keys: this machine's own CLI "
                    "alone is let in here.\n"
                 << std::flush;
  }
  server.folder.announce(from_here);
  log_info("serving", {{"address", url}, {"data", data}});
}

// What was taken is answered; nothing more is.
void drain(Server& server, http::Server& http, std::chrono::milliseconds at_most) {
  server.folder.withdraw();
  server.served.clear();        // other instances are asked from now on
  server.core.progress.stop();  // who waits for what may never come is answered now
  http.drain(at_most);
  if (server.leads) server.leads->end();
  if (server.elsewhere) server.elsewhere->end();
  server.databases.stop();
  if (server.relays) server.relays->stop();
  server.key_watch.stop();
  server.core.stop();
}

}  // namespace

int serve(const Config& config, cli::Terminal& terminal) {
  const auto signals = hold_signals();
  raise_file_limit();
  std::atomic<bool> broken = false;
  const auto main_thread = ::pthread_self();
  const auto on_broken = [&broken, main_thread](const std::string& reason) {
    log_error("a store is broken: the process ends, and recovers when it is started again",
              {{"error", reason}});
    broken = true;
    ::pthread_kill(main_thread, SIGTERM);
  };

  const auto overdue = sql::OverdueWatch::of_this_process();
  const std::chrono::seconds wait_max{config.settings().database_wait_seconds};
  if (!await_databases(databases_of(config.settings()), wait_max, signals)) return 0;
  Server server{config, on_broken};
  if (server.nats) server.nats->await_link();
  server.core.start();
  server.core.start_processes();
  tell_billing_time(server.core);
  http::Server http{server_settings(config), server.faces.handler(), server.core.ids,
                    [](const http::Refusal&, const std::string& peer) {
                      log_debug("a request was refused before any route", {{"peer", peer}});
                    }};
  // Only now: a start that has no address must not use up the key that is shown once.
  const auto first_key = ensure_keys(server.core, server.faces.keys(), server.folder);
  watch(server.metrics, server.core, server.databases, http);
  server.databases.start();
  if (server.relays) server.relays->start();
  server.key_watch.start();
  if (server.elsewhere) server.elsewhere->start();
  server.serve_others(config.settings());
  http.start();
  server.ready = true;
  welcome(server, config, http.port(), terminal, first_key);

  int signal = 0;
  sigwait(&signals, &signal);
  log_info("draining", {{"signal", signal}});
  server.ready = false;
  drain(server, http, broken ? std::chrono::milliseconds{500} : drain_max);
  log_info("stopped");
  return broken ? static_cast<int>(cli::ExitCode::internal) : 0;
}

}  // namespace app
