#include <adapters/cli/history.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include <adapters/cli/change_line.hpp>
#include <adapters/cli/progress.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::int64_t events_otherwise = 1000;
constexpr std::int64_t page_events_max = 200;

// The module whose aggregates have such keys.
std::string log_of(const std::string& key) {
  for (const std::string_view prefix : {"usr_", "key_"}) {
    if (key.starts_with(prefix)) return "user/0";
  }
  return key.starts_with("whe_") ? "webhook/0" : "billing/0";
}

// What was found, newest first, and how the log ended.
struct Found {
  std::vector<bj::value> events;
  std::string reaches_back_to;
  bool whole = false;
  bool more = false;
};

// The offset in "user/0:1:42".
std::int64_t offset_in(const std::string& position) {
  const auto colon = position.rfind(':');
  return colon == std::string::npos ? 0 : std::stoll(position.substr(colon + 1));
}

Found ask_for(Session& session, const std::string& key, const std::string& log,
              std::int64_t events_max) {
  Found found;
  Progress progress{session.terminal, "looking for " + printable(key), "events back"};
  std::string next;
  std::optional<std::int64_t> from;  // where the search began
  for (found.more = true; found.more;) {
    const auto left = events_max - static_cast<std::int64_t>(found.events.size());
    if (left <= 0) break;
    Call call{.method = "GET", .path = "/v1/events/history"};
    call.query = {{"key", key},
                  {"log", log},
                  {"limit", std::to_string(std::min(left, page_events_max))}};
    if (!next.empty()) call.query.emplace_back("before", next);
    const Answer answer = session.ask(call);
    const bj::object& page = answer.body.as_object();
    for (const bj::value& event : page.at("data").as_array()) found.events.push_back(event);
    found.reaches_back_to = member_text(page, "reaches_back_to");
    found.whole = page.at("whole").as_bool();
    found.more = page.at("has_more").as_bool();
    next = found.more ? member_text(page, "next") : "";
    if (!found.more) break;
    const auto at = offset_in(next);
    if (!from) from = at;
    const auto whole = static_cast<double>(std::max<std::int64_t>(*from, 1));
    progress.at(static_cast<std::uint64_t>(*from - at), 1 - static_cast<double>(at) / whole);
  }
  return found;
}

// "because of event 0191..., 1 event away from request req_...; trace 4bf9...".
std::string cause_of(const bj::object& event) {
  const std::string causation = member_text(event, "causationid");
  const std::string depth = member_text(event, "causationdepth");
  const std::string correlation = member_text(event, "correlationid");
  const std::string trace = member_text(event, "traceparent");
  const bool by_event = !depth.empty() && depth != "0";
  std::string text;
  if (!causation.empty()) {
    text += by_event ? "because of event " + causation + " (depth " + depth + ")"
                     : "by command " + causation;
  }
  if (!correlation.empty()) text += (text.empty() ? "" : ", ") + ("request " + correlation);
  if (!trace.empty()) text += (text.empty() ? "" : ", ") + ("trace " + trace);
  return printable(text);
}

void show_for_people(Session& session, const bj::object& event) {
  auto& out = session.terminal.out;
  const bool colors = session.terminal.colors_out();
  const std::string changed = printable(change_line(event));
  const bool gone = changed == "gone";
  out << styled(printable(member_text(event, "type")), gone ? Style::bad : Style::good, colors)
      << "  v" << printable(member_text(event, "aggregateversion")) << "  "
      << printable(member_text(event, "time")) << "  offset "
      << printable(member_text(event, "sequence")) << '\n';
  out << "    " << (changed.empty() ? "nothing that is shown changed" : changed) << '\n';
  if (const auto cause = cause_of(event); !cause.empty()) out << "    " << cause << '\n';
}

void show_plain(Session& session, const bj::object& event) {
  auto& out = session.terminal.out;
  for (const std::string_view member : {"sequence", "time", "type", "aggregateversion"}) {
    out << plain_cell(member_text(event, member)) << '\t';
  }
  out << plain_cell(change_line(event));
  for (const std::string_view member :
       {"correlationid", "causationid", "causationdepth", "traceparent"}) {
    out << '\t' << plain_cell(member_text(event, member));
  }
  out << '\n';
}

void show(Session& session, const bj::value& event) {
  switch (session.format()) {
    case Format::json: session.terminal.out << bj::serialize(event) << '\n'; return;
    case Format::plain: return show_plain(session, event.as_object());
    case Format::table: return show_for_people(session, event.as_object());
  }
}

}  // namespace

ExitCode show_history(Session& session, const Arguments& arguments) {
  const std::string& key = arguments.given("KEY");
  const std::string log = arguments.text("--log").value_or(log_of(key));
  const auto events_max = arguments.number("--limit").value_or(events_otherwise);
  Found found = ask_for(session, key, log, events_max);
  if (found.events.empty()) {
    throw Stop(ExitCode::not_found, "the log " + log + " says nothing of " + printable(key),
               "it reaches back to " + found.reaches_back_to +
                   "; another log is named with --log");
  }
  std::ranges::reverse(found.events);
  for (const bj::value& event : found.events) show(session, event);
  if (found.more) {
    session.say("these are the newest " + std::to_string(found.events.size()) +
                "; --limit takes more");
  } else if (!found.whole) {
    session.say("the log was cut: this history reaches back to " + found.reaches_back_to);
  }
  return ExitCode::ok;
}

}  // namespace cli
