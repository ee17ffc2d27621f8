#include <tests/cli/ran.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <adapters/cli/billing/money_words.hpp>
#include <adapters/cli/handler_backend.hpp>
#include <adapters/cli/run.hpp>
#include <adapters/cli/user/user_import.hpp>

namespace cli_tests {
namespace {

struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("cleave_cli_" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

}  // namespace

Ran run_with(const cli::Actions& actions, const std::vector<std::string>& words,
             const Around& around) {
  cli::Actions all = actions;
  all.import_users = cli::import_users;
  all.money_text = cli::money_text;
  all.money_minor = cli::money_minor;
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in(around.input);
  cli::Terminal terminal{out, err, in};
  terminal.out_is_tty = terminal.err_is_tty = terminal.in_is_tty = around.on_tty;
  terminal.columns = around.columns;
  Ran ran;
  ran.code = cli::run(words, all, terminal);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

Ran run_on(http::Handler& api, const std::vector<std::string>& words, const Around& around) {
  cli::Actions actions;
  actions.version = "0.0.0";
  actions.open = [&](const cli::Settings&, const std::optional<std::string>&) {
    return std::make_unique<cli::HandlerBackend>(api, "data folder ./data");
  };
  return run_with(actions, words, around);
}

std::string temporary_path(const std::string& name) {
  static const Folder folder;
  return (folder.path / name).string();
}

std::string file_with(const std::string& name, const std::string& text) {
  const std::string path = temporary_path(name);
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace cli_tests
