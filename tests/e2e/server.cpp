#include <tests/e2e/server.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <app/data_folder.hpp>
#include <tests/e2e/topology.hpp>

namespace e2e {
namespace {

constexpr std::chrono::seconds start_max{60};
constexpr std::chrono::seconds stop_max{60};

constexpr std::array of_each_module{"/readyz", "/v1/users", "/v1/customers", "/v1/insight",
                                    "/v1/webhook_endpoints"};

std::list<Child> started(const std::vector<Program>& programs) {
  std::list<Child> children;
  for (const auto& program : programs) children.emplace_back(program);
  return children;
}

int ended(Child& child) {
  const auto exit = child.wait(stop_max);
  if (!exit) throw std::runtime_error("the server does not end");
  return *exit;
}

}  // namespace

Program serve_program(const std::filesystem::path& home, const std::vector<std::string>& more) {
  Program program;
  program.words = {CLEAVE_BINARY, "serve", "--data", home / "data"};
  if (std::ranges::count(more, "--listen") == 0) {
    program.words.insert(program.words.end(), {"--listen", "127.0.0.1:0"});
  }
  program.words.insert(program.words.end(), more.begin(), more.end());
  program.out = home / "out";
  program.err = home / "err";
  return program;
}

Server::Server(const std::filesystem::path& home, const std::vector<std::string>& more)
    : beside_(started(processes_beside(home, more))), child_(serve_program(home, more)) {
  wait_until_ready(home);
}

void Server::wait_until_ready(const std::filesystem::path& home) {
  const auto deadline = std::chrono::steady_clock::now() + start_max;
  while (url_.empty() || !is_up(home)) {
    const bool late = std::chrono::steady_clock::now() >= deadline;
    if (late || child_.wait(std::chrono::milliseconds{1})) {
      throw std::runtime_error("the server did not start: " + read_file(home / "err"));
    }
    const auto state = app::probe(home / "data");
    if (state.pid == child_.pid()) url_ = state.address;
  }
}

// A process of user makes a key at its start, which is an event that no test asked for.
bool Server::have_their_keys(const std::filesystem::path& home) {
  return std::ranges::all_of(folders_of(home, "user"), [&](const auto& folder) {
    const auto state = app::probe(folder);
    return !state.address.empty() &&
           std::ranges::any_of(beside_, [&](Child& child) { return child.pid() == state.pid; });
  });
}

// Where it is split, whether each process beside it is reached through the one that is asked.
bool Server::is_up(const std::filesystem::path& home) {
  const auto key = app::read_cli_key(home / "data");
  if (!key) return false;
  key_ = *key;
  if (beside_.empty()) return true;
  if (!have_their_keys(home)) return false;
  auto client = admin();
  return std::ranges::all_of(of_each_module, [&](const char* path) {
    return client.get(path).status == 200;
  });
}

void Server::kill() {
  for (auto& child : beside_) child.signal(SIGKILL);
  child_.signal(SIGKILL);
  wait();
}

int Server::wait() {
  int exit = ended(child_);
  for (auto& child : beside_) child.signal(SIGTERM);
  for (auto& child : beside_) {
    const int code = ended(child);
    if (exit == 0) exit = code;
  }
  return exit;
}

}  // namespace e2e
