#include <tests/support/postgres.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace test {
namespace {

constexpr auto bin = "/usr/lib/postgresql/15/bin/";
constexpr auto start_max = std::chrono::seconds{60};

// Whom the server runs as: PostgreSQL refuses root.
const passwd* owner() {
  if (::geteuid() != 0) return nullptr;
  const auto* user = ::getpwnam("postgres");
  if (user == nullptr) user = ::getpwnam("nobody");
  if (user == nullptr) throw std::runtime_error("no user to run PostgreSQL as");
  return user;
}

// Starts a program whose output goes to `log`, and which dies with this process.
pid_t spawn(const passwd* user, const std::string& log, const std::vector<std::string>& words) {
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 ||
                          ::setuid(user->pw_uid) != 0)) {
    ::_exit(126);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  ::execv(argv.front(), argv.data());
  ::_exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

const Postgres& Postgres::running() {
  static const Postgres server;
  return server;
}

Postgres::Postgres(std::string settings, bool started) : settings_(std::move(settings)) {
  const auto* user = owner();
  const auto folder = folder_.path().string();
  if (user != nullptr && ::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0) {
    throw std::runtime_error("cannot give a folder to PostgreSQL's user");
  }
  const auto data = folder + "/data";
  const auto initdb = spawn(user, folder + "/log",
                            {std::string(bin) + "initdb", "-D", data, "-k", "-N", "-A", "trust",
                             "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"});
  if (wait_for(initdb) != 0) throw std::runtime_error("initdb failed: is postgresql-15 there?");
  std::ofstream(data + "/postgresql.conf", std::ios::app)
      << "\nlisten_addresses = ''\nunix_socket_directories = '" << folder
      << "'\nfsync = off\nshared_buffers = 32MB\n"
      << settings_ << '\n';
  if (started) start();
}

Postgres::~Postgres() {
  if (server_ != 0) stop();
}

void Postgres::start(const std::string& flag) {
  const auto folder = folder_.path().string();
  std::filesystem::remove(folder + "/data/postmaster.pid");  // of one that crashed
  std::vector<std::string> words{std::string(bin) + "postgres", "-D", folder + "/data"};
  if (!flag.empty()) words.push_back(flag);
  server_ = spawn(owner(), folder + "/log", words);
  wait_until_ready();
}

void Postgres::end(int signal) {
  ::kill(server_, signal);
  wait_for(server_);
  server_ = 0;
}

void Postgres::stop() { end(SIGINT); }
void Postgres::crash() { end(SIGQUIT); }

void Postgres::allow(const std::string& lines) const {
  std::ofstream(folder_.path() / "data/pg_hba.conf") << lines << "\nlocal all all trust\n";
}

std::string Postgres::give_file(const std::string& name, const std::string& text) const {
  const auto path = (folder_.path() / name).string();
  std::ofstream(path) << text;
  ::chmod(path.c_str(), 0600);
  const auto* user = owner();
  if (user != nullptr && ::chown(path.c_str(), user->pw_uid, user->pw_gid) != 0) {
    throw std::runtime_error("cannot give a file to PostgreSQL's user");
  }
  return path;
}

void Postgres::wait_until_ready() {
  const auto deadline = std::chrono::steady_clock::now() + start_max;
  while (std::chrono::steady_clock::now() < deadline) {
    std::ifstream file(folder_.path() / "data/postmaster.pid");
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("ready")) return;
    }
    if (::waitpid(server_, nullptr, WNOHANG) == server_) {
      server_ = 0;
      throw std::runtime_error("PostgreSQL ended at its start: " + log());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  throw std::runtime_error("PostgreSQL did not start");
}

std::string Postgres::log() const {
  std::ostringstream text;
  text << std::ifstream(folder_.path() / "log").rdbuf();
  return text.str();
}

std::string Postgres::conninfo() const {
  return "host=" + folder_.path().string() + " user=postgres dbname=postgres";
}

std::string Postgres::fresh_schema() {
  static std::atomic<unsigned> count{0};
  std::string name = "test_";
  for (unsigned rest = count++; rest > 0 || name.size() == 5; rest /= 26) {
    name += static_cast<char>('a' + rest % 26);
  }
  return name;
}

}  // namespace test
