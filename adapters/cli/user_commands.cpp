#include <adapters/cli/command.hpp>

#include <cstdint>

#include <boost/json.hpp>

#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/user_lookup.hpp>
#include <adapters/cli/view.hpp>
#include <adapters/cli/watch.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts whole_user = {{"ID", "id"},           {"E-MAIL", "email"},
                          {"NAME", "display_name"}, {"STATUS", "status"},
                          {"LOCALE", "locale"},     {"TIME ZONE", "time_zone"},
                          {"METADATA", "metadata"}, {"VERSION", "version"},
                          {"CREATED", "created_at"}, {"UPDATED", "updated_at"}};

const Parts user_row = {{"ID", "id"},
                        {"E-MAIL", "email", As::text, true},
                        {"NAME", "display_name", As::text, true},
                        {"STATUS", "status"},
                        {"VERSION", "version", As::number},
                        {"CREATED", "created_at", As::time, false, true}};

// The members that a person may state, each only where it was said.
bj::object profile_of(const Arguments& arguments) {
  bj::object profile;
  if (const auto name = arguments.text("--display-name")) profile["display_name"] = *name;
  if (const auto locale = arguments.text("--locale")) profile["locale"] = *locale;
  if (const auto zone = arguments.text("--time-zone")) profile["time_zone"] = *zone;
  const auto pairs = arguments.all("--metadata");
  if (pairs.empty()) return profile;
  bj::object metadata;
  for (const std::string& pair : pairs) {
    const auto equals = pair.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw Stop(ExitCode::usage, "--metadata takes NAME=VALUE, not \"" + pair + "\"");
    }
    metadata[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  profile["metadata"] = std::move(metadata);
  return profile;
}

ExitCode answer_with_user(Session& session, const Call& call, const std::string& done) {
  const Answer answer = session.ask(call);
  show_one(session, answer, whole_user);
  say_done(session, done, answer);
  return ExitCode::ok;
}

ExitCode register_user(Session& session, const Arguments& arguments) {
  bj::object body = profile_of(arguments);
  body["email"] = arguments.given("EMAIL");
  return answer_with_user(session, {.method = "POST", .path = "/v1/users", .body = body},
                          "registered " + arguments.given("EMAIL"));
}

ExitCode get_user(Session& session, const Arguments& arguments) {
  show_one(session, find_user(session, arguments.given("USER")), whole_user);
  return ExitCode::ok;
}

// As the event log said it then: asked by id, for e-mail addresses are those of now.
ExitCode show_user(Session& session, const Arguments& arguments) {
  const auto as_of = arguments.text("--as-of");
  if (!as_of) return get_user(session, arguments);
  const Answer answer =
      session.ask({.method = "GET",
                   .path = "/v1/users/" + user_id(session, arguments.given("USER")),
                   .query = {{"as_of", *as_of}}});
  show_one(session, answer, whole_user);
  session.say("as of " + answer.position);
  return ExitCode::ok;
}

ExitCode list_users(Session& session, const Arguments& arguments) {
  Call call{.method = "GET", .path = "/v1/users"};
  std::string next = "cleave user list";
  for (const std::string_view name : {"--limit", "--status", "--starting-after"}) {
    const auto value = arguments.text(name);
    if (!value) continue;
    const bool position = name == "--starting-after";
    call.query.emplace_back(position ? "starting_after" : name.substr(2), *value);
    if (!position) next += " " + std::string(name) + " " + *value;
  }
  show_page(session, session.ask(call), user_row, "no users", next);
  return ExitCode::ok;
}

ExitCode search_users(Session& session, const Arguments& arguments) {
  const std::string& prefix = arguments.given("PREFIX");
  Call call{.method = "GET", .path = "/v1/users", .query = {{"email_prefix", prefix}}};
  std::string next = "cleave user search " + prefix;
  if (const auto limit = arguments.text("--limit")) {
    call.query.emplace_back("limit", *limit);
    next += " --limit " + *limit;
  }
  if (const auto after = arguments.text("--starting-after")) {
    call.query.emplace_back("starting_after", *after);
  }
  show_page(session, session.ask(call), user_row, "no e-mail address begins so", next);
  return ExitCode::ok;
}

// A write to one user: the path behind its id, and the body.
Call call_on(Session& session, const Arguments& arguments, std::string method, std::string verb,
             std::optional<bj::value> body) {
  return {.method = std::move(method),
          .path = "/v1/users/" + user_id(session, arguments.given("USER")) + std::move(verb),
          .body = std::move(body),
          .if_version = arguments.number("--if-version")};
}

ExitCode update_user(Session& session, const Arguments& arguments) {
  bj::object profile = profile_of(arguments);
  if (profile.empty()) {
    throw Stop(ExitCode::usage, "nothing to change was said; see: cleave user update --help");
  }
  return answer_with_user(session, call_on(session, arguments, "PATCH", "", std::move(profile)),
                          "updated " + arguments.given("USER"));
}

ExitCode change_email(Session& session, const Arguments& arguments) {
  const std::string& email = arguments.given("EMAIL");
  return answer_with_user(
      session,
      call_on(session, arguments, "POST", "/change_email", bj::object{{"email", email}}),
      "the e-mail address is now " + email);
}

ExitCode deactivate(Session& session, const Arguments& arguments) {
  bj::object body;
  if (const auto reason = arguments.text("--reason")) body["reason"] = *reason;
  const std::string& user = arguments.given("USER");
  const ExitCode code = answer_with_user(
      session, call_on(session, arguments, "POST", "/deactivate", std::move(body)),
      "deactivated " + user);
  session.say("undo with: cleave user reactivate " + user);
  return code;
}

ExitCode reactivate(Session& session, const Arguments& arguments) {
  return answer_with_user(session, call_on(session, arguments, "POST", "/reactivate", {}),
                          "reactivated " + arguments.given("USER"));
}

ExitCode delete_user(Session& session, const Arguments& arguments) {
  const Answer found = find_user(session, arguments.given("USER"));
  const bj::object& user = found.body.as_object();
  const std::string id = member_text(user, "id");
  const std::string who = id + " (" + member_text(user, "email") + ")";
  if (arguments.has("--dry-run")) {
    show_one(session, found, whole_user);
    session.say("would delete " + who + "; nothing was changed");
    return ExitCode::ok;
  }
  session.confirm("Delete user " + who + " for good?");
  const Answer answer = session.ask({.method = "DELETE",
                                     .path = "/v1/users/" + path_segment("user id", id),
                                     .if_version = arguments.number("--if-version")});
  show_one(session, answer, {{"ID", "id"}, {"DELETED", "deleted"}});
  say_done(session, "deleted " + who, answer);
  return ExitCode::ok;
}

const Parameter user_argument = argument("USER", "the user's id or e-mail address");
const Parameter if_version = number("--if-version", {1, INT64_MAX},
                                    "only if the user still has this version");
const Parameter limit = number("--limit", {1, 1000}, "at most so many, instead of 50");
const Parameter starting_after = option("--starting-after", "ID", "the page behind this user");

std::vector<Parameter> with_profile(std::vector<Parameter> first) {
  first.push_back(option("--display-name", "NAME", "what to call the person"));
  first.push_back(option("--locale", "LOCALE", "language and region, as in en-GB"));
  first.push_back(option("--time-zone", "ZONE", "as in Europe/Berlin"));
  first.push_back(many("--metadata", "NAME=VALUE", "a text of your own beside the user"));
  return first;
}

}  // namespace

std::vector<Command> user_commands() {
  return {
      {"user register", "register a user",
       "cleave user register ada@example.com\n"
       "cleave user register ada@example.com --display-name \"Ada Lovelace\" --locale en-GB",
       with_profile({argument("EMAIL", "the user's e-mail address")}), register_user},
      {"user get", "show one user",
       "cleave user get usr_06ammhqmi1t3n4cd7r2k9v8e5s\ncleave user get ada@example.com --json",
       {user_argument}, get_user},
      {"user show", "show one user, also as it was at some time",
       "cleave user show usr_06ammhqmi1t3n4cd7r2k9v8e5s --as-of 2026-11-20T10:57:43Z\n"
       "cleave user show ada@example.com --as-of user/0:1:42 --json",
       {user_argument, option("--as-of", "TIME",
                              "as the event log said it at this time (RFC 3339), or position")},
       show_user},
      {"user list", "list users, oldest first",
       "cleave user list\ncleave user list --status inactive --limit 1000 --json",
       {limit, choice("--status", "STATUS", {"active", "inactive"}, "only those"), starting_after},
       list_users},
      {"user search", "find users whose e-mail address begins so",
       "cleave user search ada@", {argument("PREFIX", "the beginning of the address"), limit,
       starting_after}, search_users},
      {"user watch", "show what happens to one user, as it happens",
       "cleave user watch ada@example.com\n"
       "cleave user watch usr_06ammhqmi1t3n4cd7r2k9v8e5s --json\n"
       "cleave user watch ada@example.com --after user/0:1:42,billing/0:1:7",
       {user_argument, option("--after", "POSITIONS",
                              "what happened behind these comes first; instead of from now on")},
       watch_user},
      {"user update", "change what a user's profile says",
       "cleave user update ada@example.com --display-name \"Ada King\" --time-zone Europe/London",
       with_profile({user_argument, if_version}), update_user},
      {"user change-email", "give a user another e-mail address",
       "cleave user change-email ada@example.com ada.king@example.com",
       {user_argument, argument("EMAIL", "the new address"), if_version}, change_email},
      {"user deactivate", "make a user inactive; reactivate undoes it",
       "cleave user deactivate ada@example.com --reason \"left the company\"",
       {user_argument, option("--reason", "TEXT", "why, for the event log"), if_version},
       deactivate},
      {"user reactivate", "make an inactive user active again",
       "cleave user reactivate ada@example.com", {user_argument, if_version}, reactivate},
      {"user delete", "delete a user for good",
       "cleave user delete ada@example.com --dry-run\ncleave user delete ada@example.com --yes",
       {user_argument, flag("--dry-run", "show who it would be, change nothing"), if_version},
       delete_user},
  };
}

}  // namespace cli
