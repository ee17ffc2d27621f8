#include <tests/e2e/server.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <app/data_folder.hpp>

namespace e2e {
namespace {

constexpr std::chrono::seconds start_max{60};
constexpr std::chrono::seconds stop_max{60};

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
    : child_(serve_program(home, more)) {
  wait_until_ready(home);
}

void Server::wait_until_ready(const std::filesystem::path& home) {
  const auto deadline = std::chrono::steady_clock::now() + start_max;
  while (url_.empty()) {
    const bool late = std::chrono::steady_clock::now() >= deadline;
    if (late || child_.wait(std::chrono::milliseconds{1})) {
      throw std::runtime_error("the server did not start: " + read_file(home / "err"));
    }
    const auto state = app::probe(home / "data");
    if (state.pid == child_.pid()) url_ = state.address;
  }
  key_ = app::read_cli_key(home / "data").value();
}

void Server::kill() {
  child_.signal(SIGKILL);
  wait();
}

int Server::wait() {
  const auto exit = child_.wait(stop_max);
  if (!exit) throw std::runtime_error("the server does not end");
  return *exit;
}

}  // namespace e2e
