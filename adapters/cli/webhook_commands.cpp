#include <adapters/cli/command.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/output_file.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts endpoint_row = {{"ID", "id"},
                            {"URL", "url", As::text, true},
                            {"EVENT TYPES", "event_types", As::text, true},
                            {"STATUS", "status"},
                            {"CREATED", "created_at", As::time, false, true}};

const Parts whole_endpoint = {{"ID", "id"},
                              {"URL", "url"},
                              {"DESCRIPTION", "description"},
                              {"EVENT TYPES", "event_types"},
                              {"STATUS", "status"},
                              {"WHY DISABLED", "disabled_reason"},
                              {"VERSION", "version"},
                              {"CREATED", "created_at", As::time},
                              {"UPDATED", "updated_at", As::time}};

std::string endpoint_path(const Arguments& arguments, const std::string& below = "") {
  return "/v1/webhook_endpoints/" + path_segment("endpoint", arguments.given("ENDPOINT")) + below;
}

bj::array types_of(const Arguments& arguments) {
  const auto types = arguments.all("--event");
  return bj::array(types.begin(), types.end());
}

// Asks for what makes a secret, and sees to it that it is kept: in the file of --secret-file, or by
// whoever reads what is shown.
ExitCode ask_for_secret(Session& session, const Arguments& arguments, const Call& call,
                        const std::string& done) {
  // Opened first: an endpoint whose secret cannot be kept must not be made.
  std::optional<OutputFile> file;
  const auto path = arguments.text("--secret-file");
  if (path && std::filesystem::exists(*path)) {
    throw Stop(ExitCode::file, *path + " is there already, and may hold another secret",
               "name another file, or move that one away");
  }
  if (path) file.emplace(*path, OutputFile::Readers::owner);

  Answer answer = session.ask(call);
  Parts parts = whole_endpoint;
  if (file) {
    bj::object& endpoint = answer.body.as_object();
    file->write(member_text(endpoint, "secret") + "\n");
    file->keep();
    endpoint.erase("secret");
    answer.text = bj::serialize(endpoint);
    session.say("the secret is in " + *path);
  } else {
    parts.push_back({"SECRET", "secret"});
    session.say("keep the secret now: it is never shown again");
  }
  show_one(session, answer, parts);
  say_done(session, done, answer);
  return ExitCode::ok;
}

ExitCode create_webhook(Session& session, const Arguments& arguments) {
  bj::object body{{"url", arguments.given("URL")}, {"event_types", types_of(arguments)}};
  if (body["event_types"].as_array().empty()) body["event_types"] = bj::array{"*"};
  if (const auto text = arguments.text("--description")) body["description"] = *text;
  return ask_for_secret(
      session, arguments,
      {.method = "POST", .path = "/v1/webhook_endpoints", .body = std::move(body)},
      "created a webhook to " + arguments.given("URL"));
}

ExitCode list_webhooks(Session& session, const Arguments&) {
  const Call call{.method = "GET", .path = "/v1/webhook_endpoints"};
  show_page(session, session.ask(call), endpoint_row, "no webhooks");
  return ExitCode::ok;
}

ExitCode show_webhook(Session& session, const Arguments& arguments) {
  show_one(session, session.ask({.method = "GET", .path = endpoint_path(arguments)}),
           whole_endpoint);
  return ExitCode::ok;
}

ExitCode change(Session& session, const Call& call, const std::string& done) {
  const Answer answer = session.ask(call);
  show_one(session, answer, whole_endpoint);
  say_done(session, done, answer);
  return ExitCode::ok;
}

ExitCode update_webhook(Session& session, const Arguments& arguments) {
  bj::object body;
  if (const auto url = arguments.text("--url")) body["url"] = *url;
  if (const auto text = arguments.text("--description")) body["description"] = *text;
  if (auto types = types_of(arguments); !types.empty()) body["event_types"] = std::move(types);
  if (body.empty()) {
    throw Stop(ExitCode::usage, "nothing to change was said; see: cleave webhook update --help");
  }
  return change(session,
                {.method = "PATCH",
                 .path = endpoint_path(arguments),
                 .body = std::move(body),
                 .if_version = arguments.number("--if-version")},
                "updated " + arguments.given("ENDPOINT"));
}

// A repeat must not rotate again, for then the receiver's secret signs no more: the version that is
// meant is said, or is the one that is there now.
ExitCode rotate_secret(Session& session, const Arguments& arguments) {
  Call call{.method = "POST",
            .path = endpoint_path(arguments, "/rotate_secret"),
            .if_version = arguments.number("--if-version")};
  if (!call.if_version) {
    const Answer now = session.ask({.method = "GET", .path = endpoint_path(arguments)});
    call.if_version = now.body.at("version").to_number<std::int64_t>();
  }
  try {
    return ask_for_secret(session, arguments, call,
                          "rotated the secret; the one before signs too for 24 hours");
  } catch (const Stop& stop) {
    if (stop.code() == ExitCode::unavailable) {
      session.say("to repeat it, so that it takes effect once: --if-version " +
                  std::to_string(*call.if_version));
    }
    throw;
  }
}

ExitCode disable_webhook(Session& session, const Arguments& arguments) {
  bj::object body;
  if (const auto reason = arguments.text("--reason")) body["reason"] = *reason;
  return change(session,
                {.method = "POST",
                 .path = endpoint_path(arguments, "/disable"),
                 .body = std::move(body),
                 .if_version = arguments.number("--if-version")},
                "disabled " + arguments.given("ENDPOINT"));
}

ExitCode enable_webhook(Session& session, const Arguments& arguments) {
  return change(session,
                {.method = "POST",
                 .path = endpoint_path(arguments, "/enable"),
                 .if_version = arguments.number("--if-version")},
                "enabled " + arguments.given("ENDPOINT"));
}

ExitCode delete_webhook(Session& session, const Arguments& arguments) {
  const std::string path = endpoint_path(arguments);
  session.confirm("Delete webhook " + arguments.given("ENDPOINT") + " and its secret?");
  const Answer answer = session.ask(
      {.method = "DELETE", .path = path, .if_version = arguments.number("--if-version")});
  show_one(session, answer, {{"ID", "id"}, {"DELETED", "deleted"}});
  say_done(session, "deleted " + arguments.given("ENDPOINT"), answer);
  return ExitCode::ok;
}

const Parameter endpoint = argument("ENDPOINT", "the webhook's id");
const Parameter event =
    many("--event", "TYPE",
         "what it is told: one type as billing.invoice_paid, a kind as billing.*, or *");
const Parameter description = option("--description", "TEXT", "for you");
const Parameter secret_file =
    option("--secret-file", "FILE", "write the secret there, into a new file for the owner alone");

}  // namespace

std::vector<Command> webhook_commands() {
  return {
      {"webhook create",
       "have a URL told what happens; its secret is shown once",
       "cleave webhook create https://example.com/hook --event \"billing.*\" --event user.deleted",
       {argument("URL", "where it receives"), event, description, secret_file},
       create_webhook},
      {"webhook list", "list webhooks", "cleave webhook list", {}, list_webhooks},
      {"webhook show",
       "show one webhook",
       "cleave webhook show whe_06ammhqmi1t3n4cd7r2k9v8e5s",
       {endpoint},
       show_webhook},
      {"webhook update",
       "change a webhook's URL, events or description",
       "cleave webhook update whe_06ammhqmi1t3n4cd7r2k9v8e5s --url https://example.com/new",
       {endpoint, option("--url", "URL", "where it receives"), event, description,
        if_version_parameter},
       update_webhook},
      {"webhook rotate-secret",
       "sign with another secret; the one before signs too for 24 hours",
       "cleave webhook rotate-secret whe_06ammhqmi1t3n4cd7r2k9v8e5s --secret-file hook.secret",
       {endpoint, secret_file, if_version_parameter},
       rotate_secret},
      {"webhook disable",
       "tell a URL no more",
       "cleave webhook disable whe_06ammhqmi1t3n4cd7r2k9v8e5s --reason \"it moves\"",
       {endpoint, option("--reason", "TEXT", "why"), if_version_parameter},
       disable_webhook},
      {"webhook enable",
       "tell a URL again what happens; not what happened meanwhile",
       "cleave webhook enable whe_06ammhqmi1t3n4cd7r2k9v8e5s",
       {endpoint, if_version_parameter},
       enable_webhook},
      {"webhook delete",
       "delete a webhook and its secret",
       "cleave webhook delete whe_06ammhqmi1t3n4cd7r2k9v8e5s --yes",
       {endpoint, if_version_parameter},
       delete_webhook},
  };
}

}  // namespace cli
