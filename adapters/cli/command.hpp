#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/cli/arguments.hpp>
#include <adapters/cli/exit_codes.hpp>

namespace cli {

class Session;

struct Range {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

// Parameter: one thing a command line may say.
//   Shape   name "--limit" (an option) or "USER" (a positional argument); value: what its value is
//           called in help texts, empty for a flag; a number has a range, a choice its words
struct Parameter {
  std::string_view name{};
  std::string_view value{};
  std::string_view help{};
  bool required = false;
  bool repeats = false;
  std::optional<Range> range{};
  std::vector<std::string> choices{};

  bool positional() const { return !name.starts_with('-'); }
  bool flag() const { return !positional() && value.empty(); }
};

inline Parameter argument(std::string_view name, std::string_view help) {
  return {.name = name, .value = name, .help = help, .required = true};
}
inline Parameter optional_argument(std::string_view name, std::string_view help) {
  return {.name = name, .value = name, .help = help};
}
inline Parameter flag(std::string_view name, std::string_view help) {
  return {.name = name, .help = help};
}
inline Parameter option(std::string_view name, std::string_view value, std::string_view help) {
  return {.name = name, .value = value, .help = help};
}
inline Parameter required_option(std::string_view name, std::string_view value,
                                 std::string_view help) {
  return {.name = name, .value = value, .help = help, .required = true};
}
inline Parameter many(std::string_view name, std::string_view value, std::string_view help) {
  return {.name = name, .value = value, .help = help, .repeats = true};
}
inline Parameter number(std::string_view name, Range range, std::string_view help) {
  return {.name = name, .value = "N", .help = help, .range = range};
}
inline Parameter choice(std::string_view name, std::string_view value,
                        std::vector<std::string> choices, std::string_view help) {
  return {.name = name, .value = value, .help = help, .choices = std::move(choices)};
}

// Command: one verb of the command line, with all that its help says.
struct Command {
  std::string_view path;      // "user change-email"
  std::string_view summary;   // one line, lower case, no full stop
  std::string_view examples;  // whole command lines, one per line
  std::vector<Parameter> parameters;
  ExitCode (*run)(Session& session, const Arguments& arguments);
};

// What every command understands.
const std::vector<Parameter>& global_parameters();

// Every command, in the order in which help lists them.
const std::vector<Command>& all_commands();

// The commands of one subject each; all_commands joins them.
std::vector<Command> server_commands();
std::vector<Command> move_commands();
std::vector<Command> backup_commands();
std::vector<Command> user_commands();
std::vector<Command> transfer_commands();
std::vector<Command> customer_commands();
std::vector<Command> product_commands();
std::vector<Command> price_commands();
std::vector<Command> subscription_commands();
std::vector<Command> invoice_commands();
std::vector<Command> invoice_change_commands();
std::vector<Command> payment_commands();
std::vector<Command> ledger_commands();
std::vector<Command> billing_run_commands();
std::vector<Command> insight_commands();
std::vector<Command> webhook_commands();
std::vector<Command> webhook_delivery_commands();
std::vector<Command> sync_commands();
std::vector<Command> verify_commands();
std::vector<Command> parked_commands();
std::vector<Command> key_commands();
std::vector<Command> nats_commands();

}  // namespace cli
