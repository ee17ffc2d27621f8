#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include <adapters/cli/actions.hpp>
#include <adapters/cli/arguments.hpp>
#include <adapters/cli/backend.hpp>
#include <adapters/cli/terminal.hpp>
#include <adapters/http/message.hpp>

namespace cli {

enum class Format { table, plain, json };

// Call: one request as commands write it.
struct Call {
  std::string method{};  // "GET"
  std::string path{};    // "/v1/users"
  http::Fields query{};
  std::optional<boost::json::value> body{};
  std::optional<std::int64_t> if_version{};  // If-Match
  std::string idempotency_key{};             // empty: none
  std::string accept = "application/json";   // what a success's answer is read as
};

struct Answer {
  boost::json::value body;
  std::string text;      // the body's bytes
  std::string position;  // of a write: "user/0:1:42"
};

// Session: one run of one command: its streams, what was said for every command, and the backend,
// opened when it is first needed.
class Session {
 public:
  Session(Terminal& terminal_of_run, const Actions& actions_of_app, const Arguments& arguments);

  Terminal& terminal;
  const Actions& actions;
  const Settings& settings() const { return settings_; }
  Format format() const { return format_; }

  // A success's answer; throws Refused for any other, Stop where nobody answers.
  Answer ask(const Call& call);
  // A success's bytes, whatever they are; throws as ask does.
  http::Response fetch(const Call& call);
  // Whatever the answer is.
  http::Response send(const Call& call);

  // An answer that goes on, as Backend::stream has it.
  http::Response stream(const Call& call, http::Fields headers, const Backend::Take& take);

  // A message on stderr, one line.
  void say(std::string_view message);
  // The command that goes on, asking where this one asked.
  void say_more(const std::string& command);

  // True once a person agreed, or --yes was said. Throws Stop (usage) where nobody can be asked.
  void confirm(const std::string& question);

  // Waits; its own function so that a wait can be seen by who runs the command.
  std::function<void(std::chrono::milliseconds)> sleep;

 private:
  Backend& backend();

  Settings settings_;
  std::string where_;  // the options that led there, as they were said: " --data d"
  std::optional<std::string> server_;
  std::optional<std::string> key_file_;
  Format format_ = Format::plain;
  bool yes_ = false;
  bool may_ask_ = false;
  std::unique_ptr<Backend> backend_;
};

// One segment of a path, refused (Stop, usage) where its characters could reach another path.
std::string path_segment(std::string_view what, const std::string& text);

}  // namespace cli
