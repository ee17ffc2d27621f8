#include <adapters/cli/replica_checks.hpp>

#include <algorithm>
#include <cstdint>

#include <boost/json/parse.hpp>

#include <adapters/cli/problem.hpp>
#include <adapters/cli/progress.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::chrono::milliseconds poll_first{20};
constexpr std::chrono::milliseconds poll_longest{500};
constexpr std::string_view page_keys_max = "1000";

std::string path_of(const std::string& follower) {
  return "/v1/sync/replicas/" + path_segment("follower", follower) + "/check";
}

std::uint64_t count_in(const bj::object& check, std::string_view member) {
  return static_cast<std::uint64_t>(number_at(check, member));
}

bool is_over(const bj::object& check) {
  const auto status = member_text(check, "status");
  return status == "done" || status == "failed";
}

Answer answer_of(const http::Response& response) {
  return {bj::parse(response.body), response.body, {}};
}

// Waits for its end.
Answer followed(Session& session, Answer answer, const std::string& follower) {
  Progress progress(session.terminal, "checking " + follower, "keys");
  const auto id = member_text(answer.body.as_object(), "id");
  auto wait = poll_first;
  while (!is_over(answer.body.as_object())) {
    const auto& check = answer.body.as_object();
    const auto rows = count_in(check, "rows");
    const auto compared = count_in(check, "compared");
    progress.at(compared, rows == 0 ? std::nullopt
                                    : std::optional{std::min(1.0, static_cast<double>(compared) /
                                                                      static_cast<double>(rows))});
    session.sleep(wait);
    wait = std::min(wait * 2, poll_longest);
    answer = session.ask({.method = "GET", .path = path_of(follower)});
    if (member_text(answer.body.as_object(), "id") == id) continue;
    throw Stop(ExitCode::unavailable, "the check of " + follower + " was lost with its process",
               "ask for it again");
  }
  progress.clear();
  return answer;
}

std::string words(const bj::object& difference) {
  const auto kind = member_text(difference, "kind");
  if (kind == "missing") return "the source has it, and there is no row";
  if (kind == "extra") return "there is a row, and the source has none";
  if (kind == "version") {
    return "version " + member_text(difference, "replica_version") + ", the source has " +
           member_text(difference, "source_version");
  }
  return "differs in " + member_text(difference, "fields");
}

// What a person should know beside the table.
void say_what_was_found(Session& session, const bj::object& check) {
  const auto follower = member_text(check, "follower");
  const auto failure = member_text(check, "failure");
  if (!failure.empty()) return session.say(follower + " could not be checked: " + failure);
  if (const auto why = member_text(check, "given_up"); !why.empty()) {
    session.say(follower + ": " + why + "; the check ended there");
  }
  if (const auto left_out = count_in(check, "parked"); left_out > 0) {
    session.say(follower + ": left out what is parked: cleave sync parked list --follower " +
                follower);
  }
  if (const auto unsettled = count_in(check, "unsettled"); unsettled > 0) {
    session.say(follower + ": " + std::to_string(unsettled) +
                " keys could not be settled, since they never stood still or their events have "
                "not come; check again");
  }
  if (member_text(check, "verdict") != "differs") return;
  if (check.at("deep").as_bool()) {
    session.say("to mend it: cleave sync repair --follower " + follower);
  } else {
    session.say(follower + ": its " + grouped(check.at("rows").as_int64()) +
                " rows do not weigh what they must; to see which: cleave sync verify --deep "
                "--follower " +
                follower);
  }
}

}  // namespace

std::vector<std::string> followers_to_check(Session& session,
                                            const std::optional<std::string>& named) {
  if (named) return {*named};
  const Answer answer = session.ask({.method = "GET", .path = "/v1/sync"});
  std::vector<std::string> all;
  for (const auto& follower : answer.body.at("followers").as_array()) {
    all.push_back(member_text(follower.as_object(), "follower"));
  }
  return all;
}

std::optional<Answer> checked(Session& session, const std::string& follower, HowToCheck how) {
  const Call begin{.method = "POST",
                   .path = path_of(follower),
                   .body = bj::object{{"deep", how.deep}, {"mend", how.mend}}};
  if (how.named) return followed(session, session.ask(begin), follower);
  const auto response = session.send(begin);
  if (response.status == 404 && response.body.contains("sync.keeps_no_copy")) return std::nullopt;
  // Once more, for its refusal in words.
  if (response.status != 202) return followed(session, session.ask(begin), follower);
  return followed(session, answer_of(response), follower);
}

std::vector<bj::object> differences_of(Session& session, const Answer& check) {
  const auto follower = member_text(check.body.as_object(), "follower");
  std::vector<bj::object> all;
  for (bool more = true; more;) {
    Call call{.method = "GET", .path = path_of(follower)};
    call.query.emplace_back("limit", page_keys_max);
    if (!all.empty()) {
      call.query.emplace_back("starting_after", member_text(all.back(), "aggregate_type") + "/" +
                                                    member_text(all.back(), "key"));
    }
    const Answer page = session.ask(call);
    for (const auto& one : page.body.at("differences").as_array()) all.push_back(one.as_object());
    more = page.body.at("has_more").as_bool() && !page.body.at("differences").as_array().empty();
  }
  return all;
}

void show_checks(Session& session, const std::vector<Answer>& checks) {
  if (session.format() == Format::json) {
    for (const auto& check : checks) session.terminal.out << check.text << '\n';
    return;
  }
  Table table({{"FOLLOWER"}, {"THROUGH", true}, {"ROWS", true}, {"COMPARED", true},
               {"DIFFERENT", true}, {"VERDICT"}});
  const bool for_people = session.format() == Format::table;
  for (const auto& check : checks) {
    const auto& is = check.body.as_object();
    const auto number = [&](std::string_view member) {
      const auto count = static_cast<std::int64_t>(count_in(is, member));
      return for_people ? grouped(count) : std::to_string(count);
    };
    const auto verdict = member_text(is, "verdict");
    table.add({{member_text(is, "follower")},
               {number("offset")},
               {number("rows")},
               {number("compared")},
               {number("difference_count")},
               {verdict.empty() ? member_text(is, "status") : verdict,
                verdict == "equal" ? Style::good : Style::bad}});
  }
  show_table(session, table);
  for (const auto& check : checks) say_what_was_found(session, check.body.as_object());
}

void show_differences(Session& session, const std::string& follower,
                      const std::vector<bj::object>& differences) {
  if (differences.empty() || session.format() == Format::json) return;
  Table table({{"FOLLOWER", false, true}, {"TYPE"}, {"KEY"}, {"WHAT", false, true}});
  for (const auto& one : differences) {
    table.add({{follower}, {member_text(one, "aggregate_type")}, {member_text(one, "key")},
               {words(one), Style::warning}});
  }
  show_table(session, table);
}

bool is_equal(const Answer& check) {
  return member_text(check.body.as_object(), "verdict") == "equal";
}

}  // namespace cli
