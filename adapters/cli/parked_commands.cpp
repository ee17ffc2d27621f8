#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/session.hpp>
#include <adapters/cli/table.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts parked_row = {{"FOLLOWER", "follower"},
                          {"TYPE", "aggregate_type"},
                          {"KEY", "key"},
                          {"WAITING", "events", As::number},
                          {"TRIED", "attempts", As::number, false, true},
                          {"DISCARDED", "discarded", As::text, false, true},
                          {"REASON", "reason", As::text, true}};

const Parts whole_parked = {{"FOLLOWER", "follower"},
                            {"TYPE", "aggregate_type"},
                            {"KEY", "key"},
                            {"REASON", "reason"},
                            {"SINCE", "since"},
                            {"NEXT TRY", "retry_at"},
                            {"TRIED", "attempts"},
                            {"EVENTS", "events"},
                            {"FIRST OFFSET", "first_offset"},
                            {"COPY HAS VERSION", "applied_version"},
                            {"SOURCE HAS VERSION", "source_version"},
                            {"DISCARDED", "discarded"}};

constexpr std::string_view page_keys_max = "1000";

ExitCode list_parked(Session& session, const Arguments& arguments) {
  Call call{.method = "GET", .path = "/v1/sync/parked"};
  call.query.emplace_back("limit", page_keys_max);
  if (const auto follower = arguments.text("--follower")) {
    call.query.emplace_back("follower", *follower);
  }
  const Answer answer = session.ask(call);
  show_page(session, answer, parked_row, "no key is parked");
  if (session.format() == Format::table && !answer.body.at("data").as_array().empty()) {
    session.say("more about one: cleave sync parked show FOLLOWER TYPE KEY");
  }
  if (answer.body.at("has_more").as_bool()) {
    session.say("only the first " + std::string(page_keys_max) + " are shown; say --follower");
  }
  return ExitCode::ok;
}

std::string path_of(const Arguments& arguments) {
  return "/v1/sync/parked/" + path_segment("follower", arguments.given("FOLLOWER")) + "/" +
         path_segment("aggregate type", arguments.given("TYPE")) + "/" +
         path_segment("key", arguments.given("KEY"));
}

std::string name_of(const Arguments& arguments) {
  return arguments.given("TYPE") + " " + arguments.given("KEY") + " of " +
         arguments.given("FOLLOWER");
}

ExitCode show_parked(Session& session, const Arguments& arguments) {
  const Answer answer = session.ask({.method = "GET", .path = path_of(arguments)});
  show_one(session, answer, whole_parked);
  const bj::object& key = answer.body.as_object();
  const bj::value* events = key.if_contains("waiting");
  if (session.format() != Format::table || events == nullptr || !events->is_array()) {
    return ExitCode::ok;
  }
  session.terminal.out << '\n';
  Table table({{"OFFSET", true}, {"EVENT"}, {"VERSION", true}, {"TIME"}});
  for (const bj::value& row : events->get_array()) {
    const bj::object& event = row.as_object();
    table.add({{member_text(event, "sequence")},
               {member_text(event, "type")},
               {member_text(event, "aggregateversion")},
               {member_text(event, "time")}});
  }
  show_table(session, table);
  return ExitCode::ok;
}

ExitCode retry_parked(Session& session, const Arguments& arguments) {
  const Answer answer = session.ask({.method = "POST", .path = path_of(arguments) + "/retry"});
  show_one(session, answer, whole_parked);
  say_done(session, "tried again soon: " + name_of(arguments), answer);
  return ExitCode::ok;
}

ExitCode discard_parked(Session& session, const Arguments& arguments) {
  session.confirm("Discard the waiting events of " + name_of(arguments) +
                  "? Its copy stays unlike the source until a later event heals it.");
  const Answer answer = session.ask({.method = "POST",
                                     .path = path_of(arguments) + "/discard",
                                     .body = bj::object{{"reason", arguments.given("--reason")}}});
  show_one(session, answer, whole_parked);
  say_done(session, "discarded what waited for " + name_of(arguments), answer);
  return ExitCode::ok;
}

const std::vector<Parameter> parked_key = {
    argument("FOLLOWER", "whose key it is, as in billing-follows-user"),
    argument("TYPE", "the aggregate type, as in user"),
    argument("KEY", "the aggregate's id")};

std::vector<Parameter> parked_key_and(Parameter last) {
  auto parameters = parked_key;
  parameters.push_back(std::move(last));
  return parameters;
}

}  // namespace

std::vector<Command> parked_commands() {
  return {
      {"sync parked list", "list the keys that wait because an event of theirs failed",
       "cleave sync parked list\ncleave sync parked list --follower billing-follows-user",
       {option("--follower", "NAME", "only those of this follower")}, list_parked},
      {"sync parked show", "show one parked key and the events that wait for it",
       "cleave sync parked show billing-follows-user user usr_06ammhqmi1t3n4cd7r2k9v8e5s",
       parked_key, show_parked},
      {"sync parked retry", "try a parked key again now",
       "cleave sync parked retry billing-follows-user user usr_06ammhqmi1t3n4cd7r2k9v8e5s",
       parked_key, retry_parked},
      {"sync parked discard", "give up what waits for a parked key, with a reason",
       "cleave sync parked discard billing-follows-user user usr_06ammhqmi1t3n4cd7r2k9v8e5s "
       "--reason \"test data\" --yes",
       parked_key_and(required_option("--reason", "TEXT", "why, kept with the key")),
       discard_parked},
  };
}

}  // namespace cli
