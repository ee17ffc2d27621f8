#include <tests/e2e/torture_servers.hpp>

#include <array>
#include <stdexcept>

#include <adapters/sql/query.hpp>
#include <app/data_folder.hpp>
#include <app/module_store.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/log_walk.hpp>

namespace e2e {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds end_max{60'000};

struct Follows {
  const char* module;
  const char* source;
};
constexpr std::array<Follows, 4> followers{
    {{"user", "billing"}, {"billing", "user"}, {"insight", "user"}, {"insight", "billing"}}};

}  // namespace

Tortured::Tortured(std::string called, std::string serves, std::filesystem::path folder,
                   const test::Postgres& postgres, const test::NatsServer& broker)
    : name(std::move(called)),
      part(std::move(serves)),
      to_database(postgres.host() + "/.s.PGSQL.5432"),
      to_broker(broker.port()),
      folder_(std::move(folder)) {
  std::filesystem::create_directories(folder_);
}

void Tortured::start() {
  Program program{.words = {CLEAVE_BINARY, "serve", "--data", folder_ / "data", "--listen",
                            "127.0.0.1:0"},
                  .out = folder_ / "out",
                  .err = folder_ / "err"};
  program.environment = {"CLEAVE_NATS_URL=nats://127.0.0.1:" + std::to_string(to_broker.port())};
  if (part != "gateway") {
    program.environment.push_back("CLEAVE_DATABASE_URL=host=127.0.0.1 port=" +
                                  std::to_string(to_database.port()) +
                                  " user=postgres dbname=postgres sslmode=disable");
    // A busy machine lets a process wait for its turn that long.
    program.environment.push_back("CLEAVE_DATABASE_TIMEOUT_MS=5000");
  }
  if (!part.empty()) program.environment.push_back("CLEAVE_SERVE_MODULES=" + part);
  child_.emplace(program);
}

void Tortured::kill(int signal) {
  if (!child_) return;
  child_->signal(signal);
  child_->signal(SIGCONT);
  if (!child_->wait(end_max)) throw std::runtime_error(name + " does not end: " + said());
  child_.reset();
}

bool Tortured::listens() const {
  const auto state = app::probe(folder_ / "data");
  return child_ && state.pid == child_->pid() && !state.address.empty() && !key().empty();
}

std::optional<std::string> Tortured::address() const {
  auto address = app::probe(folder_ / "data").address;
  if (address.empty()) return std::nullopt;
  return address;
}

std::string Tortured::key() const {
  return app::read_cli_key(folder_ / "data").value_or(std::string{});
}

TortureServers::TortureServers(bool split) {
  const auto add = [this](const std::string& name, const std::string& part) {
    processes_.push_back(std::make_unique<Tortured>(name, part, folder_.path() / name, postgres,
                                                    broker));
  };
  if (split) {
    add("gateway", "gateway");
    for (const auto* part : {"user", "billing"}) {
      add(std::string{part} + "-1", part);
      add(std::string{part} + "-2", part);
    }
    add("insight", "insight");
  } else {
    add("one", "");
    add("two", "");
  }
  // The first one makes the schemas.
  for (auto& process : processes_) {
    process->start();
    if (!split) becomes([&] { return process->listens(); }, std::chrono::seconds{60});
  }
}

sql::Location TortureServers::database(const std::string& module) const {
  return sql::Postgresql{.conninfo = postgres.conninfo(), .schema = module, .timeout_ms = 30'000};
}

std::vector<Tortured*> TortureServers::doors() {
  std::vector<Tortured*> doors;
  for (auto& process : processes_) {
    if (process->part.empty() || process->part == "gateway") doors.push_back(process.get());
  }
  return doors;
}

void TortureServers::heal() {
  if (!std::exchange(postgres_runs, true)) postgres.start();
  broker.thaw();
  if (!std::exchange(broker_runs, true)) broker.start();
  for (auto& process : processes_) {
    for (auto* way : {&process->to_database, &process->to_broker}) {
      way->refuse_no_more();
      way->delay(milliseconds{0});
      way->swallow(test::TcpProxy::Way::to_client, false);
      way->swallow(test::TcpProxy::Way::to_server, false);
    }
    if (process->runs()) {
      process->thaw();
    }
  }
}

void TortureServers::wait_until_up(std::chrono::seconds at_most) {
  std::string missing;
  const auto up = [&] {
    for (auto& process : processes_) {
      missing = process->name + ": " + process->said();
      if (!process->runs()) {  // as its supervisor would
        ++ended_by_themselves;
        process->start();
      }
      if (!process->listens()) return false;
    }
    for (auto* door : doors()) {
      missing = door->name + " is not ready";
      try {
        Client client{*door->address(), door->key(), std::chrono::seconds{5}};
        if (client.get("/readyz").status != 200 || client.get("/v1/sync").status != 200) {
          return false;
        }
      } catch (const NoAnswer&) {
        return false;
      }
    }
    return true;
  };
  if (!becomes(up, at_most)) throw Violation("a process does not come up: " + missing);
}

std::string TortureServers::last_words() const {
  constexpr std::size_t bytes = 3'000;
  std::string text;
  for (const auto& process : processes_) {
    const auto said = process->said();
    text += "\n--- " + process->name + ": ";
    text += said.substr(said.size() - std::min(said.size(), bytes));
  }
  return text;
}

std::string TortureServers::behind() const {
  std::string text;
  for (const auto& [module, source] : followers) {
    app::LogAccess log{database(source)};
    const auto head = log.reader.head();
    sql::Session session{database(module), sql::Access::reader};
    const auto name = std::string{module} + "-follows-" + source;
    sql::Query query{session,
                     "SELECT log_offset, chain, stopped FROM follower_position "
                     "WHERE follower = '" + name + "'",
                     "", "ntt"};
    const auto at = query.one() ? query.number(0) : 0;
    const bool there = at == static_cast<std::int64_t>(head.offset) &&
                       (at == 0 || query.text(1) == sync::to_hex(head.chain));
    if (!there) {
      text += name + " is at " + std::to_string(at) + " of " + std::to_string(head.offset) + "; ";
    } else if (at != 0 && !query.text(2).empty()) {
      text += name + " stopped: " + query.text(2) + "; ";
    }
  }
  return text;
}

}  // namespace e2e
