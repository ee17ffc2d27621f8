#include <adapters/cli/command.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include <adapters/cli/session.hpp>
#include <adapters/cli/table.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::size_t chart_rows = 8;
constexpr std::string_view eighths[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

struct Day {
  std::string day;
  std::int64_t value = 0;
  bool unusual = false;
  std::string usual;
};

std::vector<Day> days_of(const bj::object& series) {
  std::vector<Day> days;
  for (const auto& entry : series.at("days").as_array()) {
    const auto& at = entry.as_object();
    Day day{std::string{at.at("day").as_string()}, at.at("value").as_int64(),
            at.at("unusual").as_bool(), "-"};
    if (at.at("usual_low").is_int64()) {
      day.usual = grouped(at.at("usual_low").as_int64()) + " to " +
                  grouped(at.at("usual_high").as_int64());
    }
    days.push_back(std::move(day));
  }
  return days;
}

// How many eighths of a full block `height` blocks high show a value between zero and the most.
std::size_t eighths_of(std::int64_t value, std::int64_t most, std::size_t height) {
  if (value <= 0 || most <= 0) return 0;
  const auto all = static_cast<std::int64_t>(height * 8);
  // Divided first where the product would leave the range: a chart has no more than a few dozen
  // steps.
  const auto steps = most > INT64_MAX / all ? value / (most / all) : value * all / most;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(steps, 1, all));
}

std::int64_t most_of(const std::vector<Day>& days) {
  std::int64_t most = 0;
  for (const auto& day : days) most = std::max(most, day.value);
  return most;
}

std::string line_of(const std::vector<Day>& days) {
  std::string line;
  for (const auto& day : days) line += eighths[eighths_of(day.value, most_of(days), 1)];
  return line;
}

std::string title_of(const bj::object& series) {
  auto title = member_text(series, "metric");
  std::ranges::replace(title, '_', ' ');
  const auto currency = member_text(series, "currency");
  return currency.empty() ? title : title + ' ' + currency;
}

// The last days that fit the screen, one column each, the highest value at the top.
void draw(Session& session, std::vector<Day> days) {
  auto& terminal = session.terminal;
  const auto most = most_of(days);
  const auto label = grouped(most);
  const auto room = terminal.columns > label.size() + 4 ? terminal.columns - label.size() - 3 : 1;
  if (days.size() > room) days.erase(days.begin(), days.end() - static_cast<std::ptrdiff_t>(room));
  if (days.empty()) return;
  for (std::size_t row = chart_rows; row-- > 0;) {
    const auto left = row + 1 == chart_rows ? label : row == 0 ? "0" : "";
    terminal.out << std::string(label.size() - left.size(), ' ') << left << " │";
    for (const auto& day : days) {
      const auto filled = eighths_of(day.value, most, chart_rows);
      const auto here = filled > row * 8 ? std::min<std::size_t>(filled - row * 8, 8) : 0;
      terminal.out << styled(std::string{eighths[here]},
                             day.unusual ? Style::warning : Style::normal, terminal.colors_out());
    }
    terminal.out << '\n';
  }
  const auto indent = std::string(label.size() + 1, ' ');
  terminal.out << indent << "└";
  for (std::size_t i = 0; i < days.size(); ++i) terminal.out << "─";
  terminal.out << '\n' << indent << ' ';
  for (const auto& day : days) terminal.out << (day.unusual ? '!' : ' ');
  terminal.out << '\n' << indent << ' ' << days.front().day;
  constexpr std::size_t both = 21;
  if (days.size() >= both) {
    terminal.out << std::string(days.size() - both + 1, ' ') << days.back().day;
  }
  terminal.out << '\n';
  if (std::ranges::any_of(days, &Day::unusual)) {
    terminal.out << "! outside of what the 28 days before make usual\n";
  }
}

http::Fields query_of(const Arguments& arguments) {
  http::Fields query;
  for (const auto* name : {"from", "to", "currency"}) {
    const auto value = arguments.text(std::string{"--"} + name);
    if (value) query.emplace_back(name, *value);
  }
  return query;
}

ExitCode show_all_metrics(Session& session, const Arguments& arguments) {
  const auto answer =
      session.ask({.method = "GET", .path = "/v1/insight", .query = query_of(arguments)});
  if (session.format() == Format::json) {
    session.terminal.out << answer.text << '\n';
    return ExitCode::ok;
  }
  Table table({{"METRIC"},
               {"LAST DAYS", false, true, true},
               {"NOW", true},
               {"USUAL", true, false, true},
               {"UNUSUAL DAYS", true}});
  for (const auto& entry : answer.body.as_object().at("data").as_array()) {
    const auto& series = entry.as_object();
    const auto days = days_of(series);
    if (days.empty()) continue;
    const auto unusual = std::ranges::count_if(days, &Day::unusual);
    table.add({{title_of(series)},
               {line_of(days)},
               {grouped(days.back().value)},
               {days.back().usual},
               {grouped(unusual), unusual == 0 ? Style::normal : Style::warning}});
  }
  show_table(session, table);
  session.say("one of them in full: cleave insight sign_ups");
  return ExitCode::ok;
}

ExitCode show_one_metric(Session& session, const Arguments& arguments) {
  const auto metric = path_segment("metric", arguments.given("METRIC"));
  const auto answer = session.ask(
      {.method = "GET", .path = "/v1/insight/" + metric, .query = query_of(arguments)});
  if (session.format() == Format::json) {
    session.terminal.out << answer.text << '\n';
    return ExitCode::ok;
  }
  const auto& series = answer.body.as_object();
  const auto days = days_of(series);
  if (session.format() == Format::table && session.terminal.out_is_tty) {
    session.terminal.out << title_of(series) << '\n';
    draw(session, days);
    return ExitCode::ok;
  }
  Table table({{"DAY"}, {"VALUE", true}, {"USUAL", true}, {"UNUSUAL"}});
  for (const auto& day : days) {
    table.add({{day.day},
               {session.format() == Format::table ? grouped(day.value) : std::to_string(day.value)},
               {day.usual},
               {day.unusual ? "yes" : "no", day.unusual ? Style::warning : Style::normal}});
  }
  show_table(session, table);
  return ExitCode::ok;
}

ExitCode show_insight(Session& session, const Arguments& arguments) {
  return arguments.has("METRIC") ? show_one_metric(session, arguments)
                                 : show_all_metrics(session, arguments);
}

}  // namespace

std::vector<Command> insight_commands() {
  return {
      {"insight", "show what the days came to: sign-ups, MRR, churn, and which days are unusual",
       "cleave insight\ncleave insight sign_ups --from 2026-01-01\n"
       "cleave insight mrr --currency eur",
       {optional_argument("METRIC", "draw this one: sign_ups, departures, active_subscriptions, "
                                    "churn, mrr, collected or failed_payments"),
        option("--from", "DAY", "the first day, as 2026-02-01; 30 days up to --to without it"),
        option("--to", "DAY", "the last day; today without it"),
        option("--currency", "CODE", "of mrr and collected: which one, as eur")},
       show_insight},
  };
}

}  // namespace cli
