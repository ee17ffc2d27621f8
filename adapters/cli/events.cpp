#include <adapters/cli/events.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::int64_t page_events_max = 500;
constexpr std::string_view poll_wait_seconds = "25";

// "user.registered" under its log's offset: columns of fixed width, for a stream has no last row.
void print_for_people(Terminal& terminal, const bj::object& event) {
  const auto padded = [](std::string text, std::size_t width) {
    const std::size_t used = display_width(text);
    return text + std::string(width > used ? width - used : 0, ' ');
  };
  const std::string offset = member_text(event, "sequence");
  const std::string version = member_text(event, "aggregateversion");
  terminal.out << std::string(offset.size() < 9 ? 9 - offset.size() : 0, ' ')
               << printable(offset) << "  " << printable(member_text(event, "time")) << "  "
               << padded(printable(member_text(event, "type")), 24) << "  "
               << printable(member_text(event, "subject"))
               << (version.empty() ? "" : " v" + printable(version)) << '\n';
}

void print_event(Session& session, const bj::value& row) {
  Terminal& terminal = session.terminal;
  if (session.format() == Format::json) {
    terminal.out << bj::serialize(row) << '\n';
    return;
  }
  const bj::object& event = row.as_object();
  if (session.format() == Format::table) {
    print_for_people(terminal, event);
    return;
  }
  for (const std::string_view member :
       {"sequence", "time", "type", "subject", "aggregateversion", "id"}) {
    terminal.out << (member == "sequence" ? "" : "\t") << plain_cell(member_text(event, member));
  }
  terminal.out << '\n';
}

// Where the log ends now, so that --follow begins with what happens next.
std::string head_of(Session& session, const std::string& log) {
  const Answer answer = session.ask({.method = "GET", .path = "/v1/sync"});
  for (const bj::value& row : answer.body.at("logs").as_array()) {
    const bj::object& found = row.as_object();
    if (member_text(found, "log") == log) return member_text(found, "head");
  }
  throw Stop(ExitCode::not_found, "there is no log " + log, "see: cleave sync status");
}

// Who follows goes on after the server was away: nothing is missed, for the log is read from where
// the last page ended.
Answer ask_patiently(Session& session, const Call& call) {
  for (bool said = false;; said = true) {
    try {
      return session.ask(call);
    } catch (const Stop& stop) {
      if (stop.code() != ExitCode::unavailable) throw;
      if (!said) session.say("waiting: " + std::string(stop.what()));
    }
    session.sleep(std::chrono::seconds(1));
  }
}

}  // namespace

ExitCode show_events(Session& session, const Arguments& arguments) {
  const std::string log = arguments.text("--log").value_or("user/0");
  const bool follow = arguments.has("--follow");
  auto after = arguments.text("--after");
  if (!after) after = follow ? head_of(session, log) : "0";
  std::int64_t left = arguments.number("--limit").value_or(INT64_MAX);

  for (bool first = true; left > 0; first = false) {
    Call call{.method = "GET", .path = "/v1/events"};
    call.query = {{"log", log},
                  {"after", *after},
                  {"limit", std::to_string(std::min(left, page_events_max))}};
    if (const auto types = arguments.text("--types")) call.query.emplace_back("types", *types);
    if (follow) call.query.emplace_back("wait", poll_wait_seconds);
    const Answer answer = follow && !first ? ask_patiently(session, call) : session.ask(call);
    const auto& events = answer.body.at("data").as_array();
    for (const bj::value& event : events) print_event(session, event);
    session.terminal.out.flush();
    if (!session.terminal.out) break;  // the reader of a pipe went away
    left -= static_cast<std::int64_t>(events.size());
    after = member_text(answer.body.as_object(), "next");
    if (!follow && !answer.body.at("has_more").as_bool()) break;
  }
  return ExitCode::ok;
}

}  // namespace cli
