#include <app/demo_processes.hpp>

#include <signal.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include <adapters/cli/http_backend.hpp>
#include <adapters/cli/stop.hpp>
#include <app/data_folder.hpp>
#include <app/demo_wait.hpp>

namespace app::demo {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using cli::ExitCode;
using cli::Stop;

constexpr auto start_max = 60s;
constexpr auto answer_max = 5s;
constexpr int database_timeout_ms = 5000;
constexpr auto broker = "broker";

constexpr std::array of_each_module{"/v1/users", "/v1/customers", "/v1/insight",
                                    "/v1/webhook_endpoints", "/v1/billing/clock"};

// The status of a process's answer to this; 0 where there is none.
int status_at(const fs::path& data, const std::string& path) {
  try {
    const auto state = probe(data);
    const auto key = read_cli_key(data);
    if (state.address.empty() || !key) return 0;
    cli::HttpBackend asked{cli::ServerAddress::parse(state.address), *key, answer_max};
    http::Request request;
    request.method = "GET";
    request.path = path;
    return asked.request(std::move(request)).status;
  } catch (const Stop&) {
    return 0;
  }
}

std::string process_text(const std::string& name, pid_t pid) {
  return name + ", process " + std::to_string(pid);
}

}  // namespace

Processes::Processes(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{folder_, error}) {
    if (fs::exists(entry.path() / "LOCK", error)) names_.push_back(entry.path().filename());
  }
  if (names_.empty()) {
    throw Stop(ExitCode::file, "no installation runs in " + folder_.string(),
               "deploy/split starts one, with this demo on it: ./dev demo --topology split");
  }
  std::ranges::sort(names_);
  front_ = std::ranges::count(names_, "gateway") > 0 ? "gateway" : names_.front();
  facts_.output = folder_;
}

pid_t Processes::pid_of(const std::string& name) const {
  if (name != broker) {
    const auto state = probe(folder_ / name);
    return state.held ? state.pid : 0;
  }
  pid_t pid = 0;
  std::ifstream{folder_ / "broker.pid"} >> pid;
  return pid > 0 && ::kill(pid, 0) == 0 ? pid : 0;
}

bool Processes::runs(const std::string& name) const {
  const auto pid = pid_of(name);
  const auto killed = killed_.find(name);
  return pid != 0 && (killed == killed_.end() || killed->second != pid);
}

bool Processes::answers() const {
  return runs(broker) &&
         std::ranges::all_of(names_,
                             [this](const auto& name) {
                               return runs(name) && status_at(folder_ / name, "/readyz") == 200;
                             }) &&
         std::ranges::all_of(of_each_module, [this](const char* path) {
           return status_at(folder_ / front_, path) == 200;
         });
}

void Processes::start() {
  if (!becomes([this] { return answers(); }, start_max)) {
    throw Stop(ExitCode::internal, "not every process answers",
               "read what they said in " + folder_.string());
  }
  facts_.url = probe(folder_ / front_).address;
  facts_.key = read_cli_key(folder_ / front_).value();
  describe();
}

void Processes::describe() {
  facts_.description.clear();
  for (const auto& name : names_) {
    facts_.description.push_back(
        {name, probe(folder_ / name).address + ", process " + std::to_string(pid_of(name))});
  }
  facts_.description.push_back({"nats-server", "process " + std::to_string(pid_of(broker))});
  facts_.description.push_back(
      {"PostgreSQL", "a database for each module, in " + (folder_ / "postgres").string()});
}

std::string Processes::kill_named(const std::string& name) {
  const auto pid = pid_of(name);
  if (pid == 0) throw Stop(ExitCode::internal, name + " does not run");
  killed_[name] = pid;
  ::kill(pid, SIGKILL);
  return process_text(name == broker ? "nats-server" : name, pid);
}

std::string Processes::kill(std::size_t turn) {
  if (names_.size() == 1) return kill_named(turn % 2 == 0 ? front_ : broker);
  constexpr std::array turns{"user-1", "billing-1", broker};
  return kill_named(turns[turn % turns.size()]);
}

std::string Processes::kill_who_knows(const std::string& path) {
  for (const auto& name : names_) {
    const bool knows = name != front_ && status_at(folder_ / name, path) == 200;
    if (knows) return kill_named(name);
  }
  return kill_named(names_.size() == 1 ? front_ : "billing-1");
}

void Processes::change_billing(const Change& change) {
  sql::Postgresql billing;
  billing.conninfo =
      "host=" + (folder_ / "postgres").string() + " user=postgres dbname=cleave_billing";
  billing.schema = "billing";
  billing.timeout_ms = database_timeout_ms;
  change(billing);
}

std::string Processes::stop() {
  start();
  return "every process answers; those that were killed were started again, and nobody else had "
         "to do anything";
}

}  // namespace app::demo
