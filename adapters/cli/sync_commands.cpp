#include <adapters/cli/command.hpp>

#include <cstdint>

#include <boost/json.hpp>

#include <adapters/cli/events.hpp>
#include <adapters/cli/history.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/status_watch.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

Table follower_table(const bj::array& followers, bool for_people) {
  Table table({{"FOLLOWER"},
               {"FOLLOWS", false, false, true},
               {"POSITION", true},
               {"HEAD", true},
               {"LAG", true},
               {"BEHIND BY", true},
               {"PARKED", true},
               {"STATE"}});
  for (const bj::value& row : followers) {
    const bj::object& follower = row.as_object();
    const std::int64_t lag = number_at(follower, "lag_events");
    const std::int64_t lag_ms = number_at(follower, "lag_ms");
    const std::int64_t parked = number_at(follower, "parked_keys");
    const std::string state = member_text(follower, "state");
    const Style parked_style = parked > 0 ? Style::warning : Style::normal;
    const Style state_style = state == "stopped"   ? Style::bad
                              : state == "waiting" ? Style::warning
                                                   : Style::good;
    if (for_people) {
      table.add({{member_text(follower, "follower")},
                 {member_text(follower, "source")},
                 {grouped(number_at(follower, "offset"))},
                 {grouped(number_at(follower, "head"))},
                 {counted(lag, "event"), lag > 0 ? Style::warning : Style::normal},
                 {grouped(lag_ms) + " ms"},
                 {parked == 0 ? "none" : counted(parked, "key"), parked_style},
                 {state, state_style}});
    } else {
      table.add({{"follower"}, {member_text(follower, "follower")},
                 {member_text(follower, "source")}, {member_text(follower, "position")},
                 {member_text(follower, "head")}, {std::to_string(lag)},
                 {std::to_string(lag_ms)}, {std::to_string(parked)}, {state}});
    }
  }
  return table;
}

Table log_table(const bj::array& logs, bool for_people) {
  Table table({{"LOG"}, {"EPOCH", true}, {"HEAD", true}, {"CHAIN"}});
  for (const bj::value& row : logs) {
    const bj::object& log = row.as_object();
    const std::string chain = member_text(log, "chain");
    const std::int64_t head = number_at(log, "head");
    std::vector<Cell> cells = {{member_text(log, "log")},
                               {member_text(log, "epoch")},
                               {for_people ? grouped(head) : std::to_string(head)},
                               {for_people ? chain.substr(0, 16) : chain}};
    if (!for_people) cells.insert(cells.begin(), Cell{"log"});
    table.add(std::move(cells));
  }
  return table;
}

void say_what_waits(Session& session, const bj::array& followers) {
  for (const bj::value& row : followers) {
    const bj::object& follower = row.as_object();
    const std::string name = member_text(follower, "follower");
    if (number_at(follower, "parked_keys") > 0) {
      session.say(name + " has keys waiting: cleave sync parked list --follower " + name);
    }
    const std::string stopped = member_text(follower, "stopped");
    const std::string waiting = member_text(follower, "waiting");
    if (!stopped.empty()) session.say(name + " stopped: " + stopped);
    if (!waiting.empty()) session.say(name + " waits: " + waiting);
    if (number_at(follower, "discarded_keys") > 0) {
      session.say(name + " has discarded keys, unlike the source until a later event heals them");
    }
    if (number_at(follower, "differs_at") > 0) {
      session.say(name + " differs from its source since offset " +
                  member_text(follower, "differs_at") +
                  "; see which keys: cleave sync verify --deep --follower " + name);
    }
  }
}

void say_what_is_verified(Session& session, const bj::array& followers) {
  for (const bj::value& row : followers) {
    const bj::object& follower = row.as_object();
    if (number_at(follower, "verified_offset") == 0) continue;
    session.say(member_text(follower, "follower") + " was verified through " +
                grouped(number_at(follower, "verified_offset")) + " at " +
                member_text(follower, "verified_at"));
  }
}

ExitCode status(Session& session, const Arguments& arguments) {
  if (arguments.has("--watch")) return watch_status(session, arguments);
  if (arguments.number("--interval") || arguments.number("--times")) {
    throw Stop(ExitCode::usage, "--interval and --times are for --watch; say that too");
  }
  const Answer answer = session.ask({.method = "GET", .path = "/v1/sync"});
  if (session.format() == Format::json) {
    session.terminal.out << answer.text << '\n';
    return ExitCode::ok;
  }
  const bool for_people = session.format() == Format::table;
  const auto& followers = answer.body.at("followers").as_array();
  show_table(session, log_table(answer.body.at("logs").as_array(), for_people));
  if (for_people) session.terminal.out << '\n';
  show_table(session, follower_table(followers, for_people));
  say_what_waits(session, followers);
  if (for_people) say_what_is_verified(session, followers);
  return ExitCode::ok;
}

}  // namespace

std::vector<Command> sync_commands() {
  return {
      {"sync status", "who follows whom, how far, and what waits",
       "cleave sync status\ncleave sync status --json\n"
       "cleave sync status --watch\ncleave sync status --watch --interval 5 --json",
       {flag("--watch", "go on looking, until Ctrl-C; without a terminal a line for each change"),
        number("--interval", {1, 3600}, "with it: so many seconds apart, instead of 1"),
        number("--times", {1, INT64_MAX}, "with it: so often, then end")},
       status},
      {"sync events", "read an event log, as CloudEvents with --json",
       "cleave sync events --limit 20\n"
       "cleave sync events --follow\n"
       "cleave sync events --log billing/0 --after 0 --json > billing.ndjson",
       {choice("--log", "LOG", {"user/0", "billing/0"}, "which log, instead of user/0"),
        option("--after", "POSITION",
               "events behind this offset or position; instead of the beginning, or of now with "
               "--follow"),
        option("--types", "LIST", "only these event types, with commas between them"),
        number("--limit", {1, INT64_MAX}, "stop after so many"),
        flag("--follow", "go on as events happen, until Ctrl-C")},
       show_events},
      {"sync history", "every event of one key: when, what changed, and what it came of",
       "cleave sync history usr_06ammhqmi1t3n4cd7r2k9v8e5s\n"
       "cleave sync history in_06ammhqmi1t3n4cd7r2k9v8e5s --json > invoice.ndjson",
       {argument("KEY", "usr_..., key_..., sub_..., in_..., pay_..., ..."),
        choice("--log", "LOG", {"user/0", "billing/0", "webhook/0"},
               "in which log, instead of the one whose keys look so"),
        number("--limit", {1, 100'000}, "the newest so many, instead of 1000")},
       show_history},
  };
}

}  // namespace cli
