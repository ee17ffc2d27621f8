#include <adapters/cli/command.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
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
  std::int64_t change = 0;  // what is usual, or not: of a flow the value again
  std::optional<std::pair<std::int64_t, std::int64_t>> usual;
  bool unusual = false;
};

// Series: one metric, and how its numbers are said.
struct Series {
  const Session& session;
  std::string title;
  std::string currency;  // empty: it is no money
  bool level = false;
  std::vector<Day> days;

  std::string said(std::int64_t value) const {
    if (session.format() != Format::table) return std::to_string(value);
    return currency.empty() ? grouped(value) : session.actions.money_text(value, currency);
  }
  std::string said_change(std::int64_t change) const {
    return (level && change > 0 ? "+" : "") + said(change);
  }
  // Of a level it is the change from day to day that is usual or not.
  std::string said_usual(const Day& day) const {
    if (!day.usual) return "-";
    const auto& [low, high] = *day.usual;
    return said_change(low) + " to " + said_change(high) + (level ? " a day" : "");
  }
};

Series series_of(const Session& session, const bj::object& answer) {
  Series series{session, member_text(answer, "metric"), member_text(answer, "currency"),
                member_text(answer, "kind") == "level", {}};
  if (session.format() == Format::table) std::ranges::replace(series.title, '_', ' ');
  for (const auto& entry : answer.at("days").as_array()) {
    const auto& at = entry.as_object();
    Day day{.day = std::string{at.at("day").as_string()},
            .value = at.at("value").as_int64(),
            .change = at.at("change").as_int64(),
            .usual = {},
            .unusual = at.at("unusual").as_bool()};
    if (at.at("usual_low").is_int64()) {
      day.usual = {at.at("usual_low").as_int64(), at.at("usual_high").as_int64()};
    }
    series.days.push_back(std::move(day));
  }
  return series;
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

// The last days that fit the screen, one column each, the highest value at the top.
void draw(Terminal& terminal, const Series& series) {
  auto days = series.days;
  const auto most = most_of(days);
  const auto label = series.said(most);
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
    terminal.out << "! " << (series.level ? "changed by more or less than" : "outside of what")
                 << " the 28 days before make usual\n";
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

// For programs: numbers alone, amounts in minor units, and the currency as a column of its own.
std::vector<Cell> plain_row(const Series& series, const Day& day, std::string first,
                            std::string unusual) {
  return {{std::move(first)},
          {series.said(day.value)},
          {series.said(day.change)},
          {day.usual ? series.said(day.usual->first) : ""},
          {day.usual ? series.said(day.usual->second) : ""},
          {std::move(unusual)},
          {series.currency}};
}

ExitCode show_all_metrics(Session& session, const Arguments& arguments) {
  const auto answer =
      session.ask({.method = "GET", .path = "/v1/insight", .query = query_of(arguments)});
  if (session.format() == Format::json) {
    session.terminal.out << answer.text << '\n';
    return ExitCode::ok;
  }
  // The newest days are on the right: where the screen is narrow, the oldest go.
  Table table({{"METRIC"},
               {"LAST DAYS", false, true, true, true},
               {"NOW", true},
               {"USUAL", true, false, true},
               {"UNUSUAL DAYS", true}});
  Table plain({{"METRIC"}, {"NOW"}, {"CHANGE"}, {"USUAL FROM"}, {"TO"}, {"DAYS"}, {"CURRENCY"}});
  for (const auto& entry : answer.body.as_object().at("data").as_array()) {
    const auto series = series_of(session, entry.as_object());
    if (series.days.empty()) continue;
    const auto& now = series.days.back();
    const auto unusual = std::ranges::count_if(series.days, &Day::unusual);
    table.add({{series.title},
               {line_of(series.days)},
               {series.said(now.value)},
               {series.said_usual(now)},
               {grouped(unusual), unusual == 0 ? Style::normal : Style::warning}});
    plain.add(plain_row(series, now, series.title, std::to_string(unusual)));
  }
  show_table(session, session.format() == Format::plain ? plain : table);
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
  const auto series = series_of(session, answer.body.as_object());
  if (session.format() == Format::table && session.terminal.out_is_tty) {
    session.terminal.out << series.title << '\n';
    draw(session.terminal, series);
    return ExitCode::ok;
  }
  Table table({{"DAY"}, {"VALUE", true}, {"CHANGE", true}, {"USUAL", true}, {"UNUSUAL"}});
  Table plain({{"DAY"}, {"VALUE"}, {"CHANGE"}, {"USUAL FROM"}, {"TO"}, {"UNUSUAL"}, {"CURRENCY"}});
  for (const auto& day : series.days) {
    const auto* unusual = day.unusual ? "yes" : "no";
    table.add({{day.day},
               {series.said(day.value)},
               {series.level ? series.said_change(day.change) : "-"},
               {series.said_usual(day)},
               {unusual, day.unusual ? Style::warning : Style::normal}});
    plain.add(plain_row(series, day, day.day, unusual));
  }
  show_table(session, session.format() == Format::plain ? plain : table);
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
