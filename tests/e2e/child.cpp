#include <tests/e2e/child.hpp>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tests/e2e/topology.hpp>
#include <tests/support/temp_folder.hpp>

namespace e2e {
namespace {

constexpr std::chrono::milliseconds run_max{120'000};

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> all;
  for (const auto& word : words) all.push_back(const_cast<char*>(word.c_str()));
  all.push_back(nullptr);
  return all;
}

void redirect(const char* path, int flags, int to) {
  const int file = ::open(path, flags, 0600);
  if (file < 0 || ::dup2(file, to) < 0) ::_exit(126);
}

}  // namespace

Child::Child(const Program& program) {
  const auto argv = pointers(program.words);
  auto variables = program.environment;
  variables.emplace_back("PATH=/usr/bin:/bin");
  for (auto& variable : environment_for(program.words)) variables.push_back(std::move(variable));
  const auto environment = pointers(variables);
  const pid_t parent = ::getpid();
  constexpr int written = O_WRONLY | O_CREAT | O_APPEND;
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("no process can be made");
  if (pid_ > 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(126);
  redirect(program.in.c_str(), O_RDONLY, STDIN_FILENO);
  redirect(program.out.c_str(), written, STDOUT_FILENO);
  redirect(program.err.c_str(), written, STDERR_FILENO);
  ::close_range(3, ~0U, 0);
  ::execve(argv.front(), argv.data(), environment.data());
  ::_exit(127);
}

Child::~Child() {
  signal(SIGKILL);
  wait(run_max);
}

void Child::signal(int number) {
  if (!ended_) ::kill(pid_, number);
}

std::optional<int> Child::wait(std::chrono::milliseconds at_most) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (!ended_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (std::chrono::steady_clock::now() >= deadline) {
      return std::nullopt;
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
  return ended_;
}

Ran run_cleave(std::vector<std::string> arguments, const std::string& input,
               std::vector<std::string> environment) {
  const test::TempFolder folder;
  Program program;
  program.words = std::move(arguments);
  program.words.insert(program.words.begin(), CLEAVE_BINARY);
  program.environment = std::move(environment);
  program.in = folder.path() / "in";
  program.out = folder.path() / "out";
  program.err = folder.path() / "err";
  write_file(program.in, input);
  Child child{program};
  const auto exit = child.wait(run_max);
  if (!exit) throw std::runtime_error("cleave did not end: " + read_file(program.err));
  return {*exit, read_file(program.out), read_file(program.err)};
}

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace e2e
