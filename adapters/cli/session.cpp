#include <adapters/cli/session.hpp>

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/http_backend.hpp>
#include <adapters/cli/problem.hpp>
#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

std::optional<std::string> or_environment(std::optional<std::string> said, const char* name) {
  if (said) return said;
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

std::string said_where(const Arguments& arguments) {
  std::string said;
  for (const std::string_view name : {"--data", "--config", "--server", "--key-file"}) {
    if (const auto value = arguments.text(name)) said += " " + std::string(name) + " " + *value;
  }
  return said;
}

Format format_of(const Arguments& arguments, const Terminal& terminal) {
  if (arguments.has("--json") && arguments.has("--plain")) {
    throw Stop(ExitCode::usage, "--json and --plain exclude each other; say one of them");
  }
  if (arguments.has("--json")) return Format::json;
  return arguments.has("--plain") || !terminal.out_is_tty ? Format::plain : Format::table;
}

}  // namespace

Session::Session(Terminal& terminal_of_run, const Actions& actions_of_app,
                 const Arguments& arguments)
    : terminal(terminal_of_run),
      actions(actions_of_app),
      sleep([](std::chrono::milliseconds wait) { std::this_thread::sleep_for(wait); }),
      settings_{arguments.text("--data"), arguments.text("--config")},
      where_(said_where(arguments)),
      server_(arguments.text("--server")),
      key_file_(or_environment(arguments.text("--key-file"), "CLEAVE_KEY_FILE")),
      format_(format_of(arguments, terminal_of_run)),
      yes_(arguments.has("--yes")),
      may_ask_(!arguments.has("--no-input") && terminal_of_run.in_is_tty) {
  if (server_ && settings_.data) {
    throw Stop(ExitCode::usage, "--server and --data exclude each other; say one of them");
  }
  // A data folder that was named on the command line outweighs a server from the environment.
  if (!settings_.data) server_ = or_environment(std::move(server_), "CLEAVE_SERVER");
}

Backend& Session::backend() {
  if (backend_) return *backend_;
  if (server_) {
    if (!key_file_) {
      throw Stop(ExitCode::usage, "a server needs a key: --key-file FILE, or CLEAVE_KEY_FILE=FILE");
    }
    backend_ = std::make_unique<HttpBackend>(ServerAddress::parse(*server_),
                                             read_key_file(*key_file_));
  } else {
    backend_ = actions.open(settings_, key_file_);
  }
  say("using " + backend_->place());
  return *backend_;
}

http::Response Session::send(const Call& call) {
  http::Request request;
  request.method = call.method;
  request.path = call.path;
  request.query = call.query;
  request.headers = {{"accept", call.accept + ", application/problem+json"}};
  if (call.body) {
    request.body = boost::json::serialize(*call.body);
    request.headers.emplace_back("content-type", "application/json");
  }
  if (call.if_version) {
    request.headers.emplace_back("if-match", "\"" + std::to_string(*call.if_version) + "\"");
  }
  if (!call.idempotency_key.empty()) {
    request.headers.emplace_back("idempotency-key", call.idempotency_key);
  }
  return backend().request(std::move(request));
}

http::Response Session::stream(const Call& call, http::Fields headers,
                               const Backend::Take& take) {
  http::Request request;
  request.method = call.method;
  request.path = call.path;
  request.query = call.query;
  request.headers = std::move(headers);
  return backend().stream(std::move(request), take);
}

http::Response Session::fetch(const Call& call) {
  http::Response response = send(call);
  if (response.status < 200 || response.status > 299) {
    throw Refused(response);
  }
  return response;
}

Answer Session::ask(const Call& call) {
  http::Response response = fetch(call);
  Answer answer;
  answer.position = header_of(response, "cleave-position");
  boost::system::error_code failure;
  answer.body = boost::json::parse(response.body, failure);
  if (failure) {
    throw Stop(ExitCode::unavailable, "the answer is no JSON: is " + backend().place() +
                                          " really a cleave server?");
  }
  answer.text = std::move(response.body);
  return answer;
}

void Session::say(std::string_view message) { terminal.err << printable(message) << '\n'; }

void Session::say_more(const std::string& command) { say("more: " + command + where_); }

void Session::confirm(const std::string& question) {
  if (yes_) return;
  if (!may_ask_) {
    throw Stop(ExitCode::usage, "this needs a yes and there is nobody to ask; say --yes");
  }
  terminal.err << printable(question) << " [y/N] " << std::flush;
  std::string line;
  std::getline(terminal.in, line);
  std::ranges::transform(line, line.begin(), [](char c) { return c == 'Y' ? 'y' : c; });
  if (line == "y" || line == "yes") return;
  throw Stop(ExitCode::refused, "nothing was changed");
}

std::string path_segment(std::string_view what, const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '-' || c == '.' || c == ':' || c == '@' || c == '+';
  };
  if (text.empty() || text == "." || text == ".." || !std::ranges::all_of(text, fits)) {
    throw Stop(ExitCode::usage, "\"" + shortened(printable(text), 60) + "\" is no " +
                                    std::string(what));
  }
  return text;
}

}  // namespace cli
