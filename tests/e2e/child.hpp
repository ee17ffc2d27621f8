#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace e2e {

// Program: what to run: the words of its command line, the first of which is a path, and what it
// finds in its environment beside PATH and where the databases are (topology.hpp).
struct Program {
  std::vector<std::string> words;
  std::vector<std::string> environment = {};  // "NAME=value"
  std::filesystem::path in = "/dev/null";
  std::filesystem::path out = "/dev/null";
  std::filesystem::path err = "/dev/null";
};

// Child: a process of this test's, which dies with it or with this object, whatever comes first.
class Child {
 public:
  explicit Child(const Program& program);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  // Nothing happens where the process has ended already.
  void signal(int number);
  // How it ended: its exit code, or 128 and the number of the signal that ended it; nothing where
  // it still runs after that time.
  std::optional<int> wait(std::chrono::milliseconds at_most);

 private:
  pid_t pid_ = 0;
  std::optional<int> ended_;
};

// Ran: a program that ended.
struct Ran {
  int exit = 0;
  std::string out;
  std::string err;
};

// Runs the cleave of this build to its end.
Ran run_cleave(std::vector<std::string> arguments, const std::string& input = {},
               std::vector<std::string> environment = {});

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace e2e
