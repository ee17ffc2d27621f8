#pragma once

#include <string>
#include <vector>

#include <adapters/cli/actions.hpp>
#include <adapters/http/message.hpp>

namespace cli_tests {

// What one run of the command line did.
struct Ran {
  int code = -1;
  std::string out{};
  std::string err{};
};

struct Around {
  std::string input{};   // standard input
  bool on_tty = false;   // all three streams
  std::size_t columns = 80;
};

// The command line against these routes.
Ran run_on(http::Handler& api, const std::vector<std::string>& words, const Around& around = {});

// The command line with these actions.
Ran run_with(const cli::Actions& actions, const std::vector<std::string>& words,
             const Around& around = {});

// A file in the tests' own folder, removed with it.
std::string temporary_path(const std::string& name);
std::string file_with(const std::string& name, const std::string& text);
std::string text_of_file(const std::string& path);

}  // namespace cli_tests
