#include <tests/support/nats_server.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tests/support/loopback.hpp>

namespace test {
namespace {

constexpr auto start_max = std::chrono::seconds{60};
constexpr int ports_tried_max = 20;

// Below the range from which the system takes the ports of outgoing connections, so that a server
// that was stopped finds its port free again.
std::uint16_t free_port() {
  static std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<int> any(12'000, 31'000);
  for (;;) {
    const auto port = static_cast<std::uint16_t>(any(random));
    const auto address = loopback(port);
    const int tried = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool free =
        ::bind(tried, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(tried);
    if (free) return port;
  }
}

bool ended(pid_t process) { return ::waitpid(process, nullptr, WNOHANG) == process; }

}  // namespace

NatsServer::NatsServer(std::string config, std::string max_file_store)
    : config_(std::move(config)), max_file_store_(std::move(max_file_store)) {
  start_somewhere();
}

NatsServer::NatsServer(Configure configure) : configure_(std::move(configure)) {
  start_somewhere();
}

void NatsServer::start_somewhere() {
  for (int tried = 1;; ++tried) {
    port_ = free_port();
    try {
      start();
      return;
    } catch (const std::runtime_error&) {  // somebody else was faster
      if (tried == ports_tried_max) throw;
    }
  }
}

NatsServer::~NatsServer() {
  if (server_ != 0) kill();
}

std::string NatsServer::log() const {
  std::ostringstream text;
  text << std::ifstream(folder_.path() / "log").rdbuf();
  return text.str();
}

void NatsServer::write_config(const std::string& file) const {
  const auto store = folder_.path().string() + "/store";
  std::ofstream out(file);
  if (configure_) {
    out << configure_(port_, store);
  } else {
    out << "listen: \"127.0.0.1:" << port_ << "\"\njetstream {\n  store_dir: \"" << store
        << "\"\n  max_file_store: " << max_file_store_ << "\n}\n" << config_;
  }
}

void NatsServer::start() {
  const auto folder = folder_.path().string();
  const auto file = folder + "/nats.conf";
  write_config(file);
  const auto log = folder + "/log";
  const pid_t parent = ::getpid();
  server_ = ::fork();
  if (server_ < 0) throw std::runtime_error("no process can be made");
  if (server_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(126);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::close_range(3, ~0U, 0);
    ::execl("/usr/sbin/nats-server", "nats-server", "-c", file.c_str(), nullptr);
    ::_exit(127);
  }
  const auto deadline = std::chrono::steady_clock::now() + start_max;
  while (!listens()) {
    if (ended(server_)) {
      server_ = 0;
      throw std::runtime_error("nats-server ended at its start: " + this->log());
    }
    if (std::chrono::steady_clock::now() > deadline) {
      kill();
      throw std::runtime_error("nats-server did not start: " + this->log());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
}

bool NatsServer::listens() const {
  const auto address = loopback(port_);
  const int tried = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool answered =
      ::connect(tried, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(tried);
  return answered;
}

void NatsServer::end(int signal) {
  ::kill(server_, signal);
  ::kill(server_, SIGCONT);
  while (::waitpid(server_, nullptr, 0) < 0 && errno == EINTR) {
  }
  server_ = 0;
}

void NatsServer::stop() { end(SIGTERM); }
void NatsServer::kill() { end(SIGKILL); }
void NatsServer::freeze() { ::kill(server_, SIGSTOP); }
void NatsServer::thaw() { ::kill(server_, SIGCONT); }

void NatsServer::wipe() { std::filesystem::remove_all(folder_.path() / "store"); }

}  // namespace test
