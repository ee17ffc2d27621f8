#include <adapters/cli/command.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

#include <boost/json.hpp>

#include <adapters/cli/output_file.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts key_row = {{"ID", "id"},
                       {"NAME", "name", As::text, true},
                       {"SCOPES", "scopes", As::text, true},
                       {"CREATED", "created_at", As::time, false, true},
                       {"EXPIRES", "expires_at", As::time, false, true},
                       {"REVOKED", "revoked_at", As::time}};

bj::array scopes_of(const std::string& list) {
  bj::array scopes;
  for (std::size_t from = 0; from <= list.size();) {
    const std::size_t comma = std::min(list.find(',', from), list.size());
    if (comma > from) scopes.emplace_back(list.substr(from, comma - from));
    from = comma + 1;
  }
  if (scopes.empty()) throw Stop(ExitCode::usage, "--scopes names no scope");
  return scopes;
}

ExitCode create_key(Session& session, const Arguments& arguments) {
  bj::object body{{"name", arguments.given("NAME")},
                  {"scopes", scopes_of(arguments.given("--scopes"))}};
  if (const auto expires = arguments.text("--expires-at")) body["expires_at"] = *expires;
  // Opened first: a key whose token cannot be kept must not be made.
  std::optional<OutputFile> file;
  const auto path = arguments.text("--token-file");
  if (path && std::filesystem::exists(*path)) {
    throw Stop(ExitCode::file, *path + " is there already, and may hold another key's token",
               "name another file, or move that one away");
  }
  if (path) file.emplace(*path, OutputFile::Readers::owner);

  Answer answer = session.ask({.method = "POST", .path = "/v1/keys", .body = std::move(body)});
  Parts parts = key_row;
  if (file) {
    bj::object& key = answer.body.as_object();
    file->write(member_text(key, "token") + "\n");
    file->keep();
    key.erase("token");
    answer.text = bj::serialize(key);
    session.say("the token is in " + *path);
  } else {
    parts.push_back({"TOKEN", "token"});
    session.say("keep the token now: it is never shown again");
  }
  show_one(session, answer, parts);
  say_done(session, "created key " + arguments.given("NAME"), answer);
  return ExitCode::ok;
}

ExitCode list_keys(Session& session, const Arguments&) {
  const Call call{.method = "GET", .path = "/v1/keys", .query = {{"limit", "1000"}}};
  show_page(session, session.ask(call), key_row, "no keys");
  return ExitCode::ok;
}

ExitCode revoke_key(Session& session, const Arguments& arguments) {
  const std::string id = path_segment("key id", arguments.given("KEY"));
  session.confirm("Revoke key " + id + " for good?");
  const Answer answer = session.ask({.method = "DELETE", .path = "/v1/keys/" + id});
  show_one(session, answer, key_row);
  say_done(session, "revoked " + id, answer);
  return ExitCode::ok;
}

}  // namespace

std::vector<Command> key_commands() {
  return {
      {"key create", "make an API key; its token is shown once",
       "cleave key create reporting --scopes users:read,customers:read --token-file reporting.key",
       {argument("NAME", "what the key is for"),
        required_option("--scopes", "LIST",
                        "what it may do, with commas: users:read users:write customers:read "
                        "customers:write billing:read billing:write ledger:read insight:read "
                        "webhooks:read webhooks:write events:read sync:read sync:write keys:read "
                        "keys:write metrics:read, or admin for all"),
        option("--expires-at", "TIME", "when it ends, as in 2027-01-01T00:00:00Z"),
        option("--token-file", "FILE",
               "write the token there, into a new file for the owner alone")},
       create_key},
      {"key list", "list API keys, also those that expired or were revoked", "cleave key list",
       {}, list_keys},
      {"key revoke", "end an API key at once", "cleave key revoke key_06ammhqmi1t3n4cd7r2k9v8e5s",
       {argument("KEY", "the key's id")}, revoke_key},
  };
}

}  // namespace cli
