#include <adapters/cli/command.hpp>

#include <cstdint>
#include <optional>
#include <string>

#include <boost/json.hpp>

#include <shared/domain/instant.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/progress.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::chrono::milliseconds poll_first{20};
constexpr std::chrono::milliseconds poll_longest{500};

const Parts whole_run = {{"ID", "id"},
                         {"AS OF", "as_of"},
                         {"STATUS", "status"},
                         {"FAILURE", "failure"},
                         {"SUBSCRIPTIONS ADVANCED", "subscriptions_advanced", As::number},
                         {"INVOICES ISSUED", "invoices_issued", As::number},
                         {"SCHEDULES RECOGNIZED", "schedules_recognized", As::number},
                         {"PAYMENTS OPEN", "payments_open"},
                         {"PROBLEMS", "problem_count", As::number}};

const Parts whole_clock = {
    {"NOW", "now"}, {"WALL CLOCK", "wall_now"}, {"AHEAD MS", "ahead_ms", As::number}};

const Parts record_row = {{"PAYMENT", "reference"},
                          {"METHOD", "method", As::text, true},
                          {"AMOUNT", "amount_minor", As::money},
                          {"CHARGES", "charges", As::number},
                          {"LOOK-UPS", "look_ups", As::number},
                          {"CAPTURES", "captures", As::number},
                          {"REPEATS", "repeats", As::number},
                          {"INVOICE", "invoice_id", As::text, false, true}};

bool is_over(const bj::object& run) {
  const auto status = member_text(run, "status");
  return status != "queued" && status != "running";
}

std::int64_t ms_in(const bj::object& run, std::string_view member) {
  const auto at = shared::parse_rfc3339(member_text(run, member));
  return at ? shared::to_unix_ms(*at) : 0;
}

// How far a run is: of the time that is to pass, or of what was due at its begin.
std::optional<double> fraction_of(const bj::object& run) {
  if (member_text(run, "kind") == "clock") {
    const auto from = ms_in(run, "from");
    const auto whole = ms_in(run, "as_of") - from;
    if (whole <= 0) return std::nullopt;
    return static_cast<double>(ms_in(run, "reached") - from) / static_cast<double>(whole);
  }
  if (!run.at("due").is_int64() || run.at("due").as_int64() == 0) return std::nullopt;
  return static_cast<double>(run.at("done").as_int64()) /
         static_cast<double>(run.at("due").as_int64());
}

// Waits for the end of a run that was answered, and shows it. A run goes on where nobody waits.
ExitCode follow(Session& session, Answer answer, const std::string& work) {
  Progress progress(session.terminal, work, "subscriptions");
  auto wait = poll_first;
  while (!is_over(answer.body.as_object())) {
    const auto& run = answer.body.as_object();
    const auto advanced = run.at("subscriptions_advanced").as_int64();
    progress.at(static_cast<std::uint64_t>(advanced), fraction_of(run));
    session.sleep(wait);
    wait = std::min(wait * 2, poll_longest);
    const auto id = member_text(run, "id");
    answer = session.ask({.method = "GET", .path = "/v1/billing/runs/" + id});
  }
  progress.clear();
  show_one(session, answer, whole_run);
  const auto& run = answer.body.as_object();
  if (session.format() != Format::json) {
    for (const auto& problem : run.at("problems").as_array()) {
      const auto& is = problem.as_object();
      session.say(member_text(is, "id") + ": " + member_text(is, "detail") + " (" +
                  member_text(is, "code") + ")");
    }
  }
  return member_text(run, "status") != "failed" ? ExitCode::ok : ExitCode::refused;
}

// What begins by then is billed and charged now, which nobody takes back. What is no time at all is
// for the API to refuse.
void confirm_ahead(Session& session, const std::string& as_of) {
  const auto asked = shared::parse_rfc3339(as_of);
  if (!asked) return;
  const auto clock = session.ask({.method = "GET", .path = "/v1/billing/clock"});
  const auto now = shared::parse_rfc3339(member_text(clock.body.as_object(), "now"));
  if (now && *asked <= *now) return;
  session.confirm("Bill ahead, as of " + as_of +
                  "? Periods that begin by then are billed and charged now.");
}

ExitCode run_billing(Session& session, const Arguments& arguments) {
  Call call{.method = "POST", .path = "/v1/billing/runs"};
  if (const auto as_of = arguments.text("--as-of")) {
    confirm_ahead(session, *as_of);
    call.body = bj::object{{"as_of", *as_of}};
  }
  return follow(session, session.ask(call), "billing");
}

ExitCode show_clock(Session& session, const Arguments&) {
  show_one(session, session.ask({.method = "GET", .path = "/v1/billing/clock"}), whole_clock);
  return ExitCode::ok;
}

// "1mo", "2w", "3d", "5h", "30min", "1y" as ISO 8601 writes them; what is none of these goes to the
// API as it is.
std::string duration_text(const std::string& said) {
  const auto digits = said.find_first_not_of("0123456789");
  if (digits == 0 || digits == std::string::npos) return said;
  const auto number = said.substr(0, digits);
  const auto unit = said.substr(digits);
  if (unit == "y") return "P" + number + "Y";
  if (unit == "mo") return "P" + number + "M";
  if (unit == "w") return "P" + number + "W";
  if (unit == "d") return "P" + number + "D";
  if (unit == "h") return "PT" + number + "H";
  if (unit == "min") return "PT" + number + "M";
  return said;
}

ExitCode advance_clock(Session& session, const Arguments& arguments) {
  const auto to = arguments.text("--to");
  const auto by = arguments.text("--by");
  if (to.has_value() == by.has_value()) {
    throw Stop(ExitCode::usage,
               "say either --by or --to; see: cleave billing clock advance --help");
  }
  session.confirm("Advance billing's time " + (to ? "to " + *to : "by " + *by) +
                  "? What comes due until then is billed and charged, and time never goes back.");
  const auto body = to ? bj::object{{"to", *to}} : bj::object{{"by", duration_text(*by)}};
  return follow(session,
                session.ask({.method = "POST", .path = "/v1/billing/clock/advance", .body = body}),
                "advancing the clock");
}

ExitCode stop_clock(Session& session, const Arguments&) {
  return follow(session, session.ask({.method = "POST", .path = "/v1/billing/clock/stop"}),
                "stopping the clock");
}

ExitCode list_records(Session& session, const Arguments& arguments) {
  Call call{.method = "GET", .path = "/v1/gateway/records"};
  std::string next = "cleave gateway records";
  for (const auto& [option, parameter] :
       {std::pair{"--invoice", "invoice_id"}, std::pair{"--limit", "limit"},
        std::pair{"--starting-after", "starting_after"}}) {
    const auto said = arguments.text(option);
    if (!said) continue;
    call.query.emplace_back(parameter, *said);
    if (parameter != std::string_view{"starting_after"})
      next += std::string(" ") + option + " " + *said;
  }
  const Answer answer = session.ask(call);
  show_page(session, answer, record_row, "the gateway was never asked", next, "reference");
  const auto& twice = answer.body.at("totals").at("captured_twice").as_array();
  for (const auto& invoice : twice) {
    session.say("paid twice: " + std::string(invoice.as_string()));
  }
  return twice.empty() ? ExitCode::ok : ExitCode::refused;
}

}  // namespace

std::vector<Command> billing_run_commands() {
  return {
      {"billing run",
       "do all that is due: renew, issue, recognize revenue, collect",
       "cleave billing run\ncleave billing run --as-of 2026-12-01T00:00:00Z --yes",
       {option("--as-of", "TIME",
               "what is due by then, instead of now; a time to come bills ahead the periods that "
               "begin by then")},
       run_billing},
      {"billing clock show", "show billing's time", "cleave billing clock show", {}, show_clock},
      {"billing clock advance",
       "let months pass in seconds, with all that is billed on the way (serve --test-clock)",
       "cleave billing clock advance --by 1mo\n"
       "cleave billing clock advance --to 2027-01-31T00:00:00Z --yes",
       {option("--by", "TIME", "so much: 1y, 1mo, 2w, 3d, 5h, 30min, or as ISO 8601"),
        option("--to", "TIME", "until then, as in 2027-01-31T00:00:00Z")},
       advance_clock},
      {"billing clock stop", "stop advancing it, where it has got to", "cleave billing clock stop",
       {}, stop_clock},
      {"gateway records",
       "list what the gateway has on record; fails where an invoice was paid twice",
       "cleave gateway records\n"
       "cleave gateway records --invoice in_06ammhqmi1t3n4cd7r2k9v8e5s",
       {option("--invoice", "ID", "only what was taken for this invoice"), limit_parameter,
        starting_after_parameter},
       list_records},
  };
}

}  // namespace cli
