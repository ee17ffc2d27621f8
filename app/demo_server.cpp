#include <app/demo_server.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include <adapters/cli/stop.hpp>
#include <app/data_folder.hpp>
#include <app/demo_interrupt.hpp>
#include <app/options.hpp>

namespace app::demo {
namespace {

using namespace std::chrono_literals;
using cli::ExitCode;
using cli::Stop;

constexpr auto start_max = 20s;
constexpr auto drain_max = 20s;
constexpr auto glance = 2ms;

// Whatever this shell's variables say: the demo's server is as its words say.
std::vector<std::string> plain_environment() {
  std::vector<std::string> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!std::string_view{*entry}.starts_with("CLEAVE_")) kept.emplace_back(*entry);
  }
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// In the child, between fork and exec: system calls alone.
[[noreturn]] void become(char* const* arguments, char* const* environment, int output,
                         pid_t parent) {
  ::setpgid(0, 0);  // Ctrl-C is for the demo, which ends this one itself
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  ::signal(SIGPIPE, SIG_DFL);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execve("/proc/self/exe", arguments, environment);
  ::_exit(127);
}

}  // namespace

Server::Server(std::filesystem::path data) : data_(std::move(data)) {
  facts_.output = data_ / "server.log";
}

Server::~Server() {
  if (pid_ != 0) kill_now();
}

void Server::start() {
  if (pid_ != 0) return;
  const auto log = facts_.output.string();
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) throw Stop(ExitCode::file, log + " cannot be written");
  std::vector<std::string> words{"cleave", "serve", "--data", data_.string(), "--listen",
                                 "127.0.0.1:0", "--test-clock"};
  auto environment = plain_environment();
  const auto arguments = pointers(words);
  const auto variables = pointers(environment);
  const auto parent = ::getpid();
  const auto pid = ::fork();
  if (pid == 0) become(arguments.data(), variables.data(), file, parent);
  ::close(file);
  if (pid < 0) throw Stop(ExitCode::internal, "no process can be started");
  pid_ = pid;
  await_address();
}

void Server::await_address() {
  const auto deadline = std::chrono::steady_clock::now() + start_max;
  for (;;) {
    const auto state = probe(data_);
    if (state.pid == pid_ && !state.address.empty()) {
      facts_.url = state.address;
      break;
    }
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = 0;
      throw Stop(ExitCode::internal, "the server ended at its start",
                 "read " + facts_.output.string());
    }
    if (std::chrono::steady_clock::now() > deadline) {
      throw Stop(ExitCode::internal, "the server does not listen",
                 "read " + facts_.output.string());
    }
    Interrupt::check();
    std::this_thread::sleep_for(glance);
  }
  facts_.key = read_cli_key(data_).value();
  facts_.description = {{"server", facts_.url + ", process " + std::to_string(pid_)},
                        {"databases", (data_ / "user.db").string() + " and billing.db beside it"},
                        {"its output", facts_.output.string()}};
}

int Server::reap() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return status;
}

void Server::kill_now() {
  ::kill(pid_, SIGKILL);
  reap();
}

std::string Server::kill(std::size_t) {
  kill_now();
  return "the server";
}

std::string Server::kill_who_knows(const std::string&) { return kill(0); }

void Server::change_billing(const Change& change) {
  stop();
  {
    const DataFolder held{data_};
    change(databases_in(data_.string()).of("billing"));
  }
  start();
}

std::string Server::stop() {
  ::kill(pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + drain_max;
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      kill_now();
      throw Stop(ExitCode::internal, "the server did not end on SIGTERM",
                 "read " + facts_.output.string());
    }
    Interrupt::check();
    std::this_thread::sleep_for(glance);
  }
  pid_ = 0;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw Stop(ExitCode::internal, "the server did not end with 0 on SIGTERM",
               "read " + facts_.output.string());
  }
  return "the server drained and ended with 0";
}

}  // namespace app::demo
