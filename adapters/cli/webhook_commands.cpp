#include <adapters/cli/command.hpp>

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

const Parts delivery_row = {{"ID", "id"},
                            {"TYPE", "type", As::text, true},
                            {"OBJECT", "object", As::text, false, true},
                            {"STATUS", "status"},
                            {"ATTEMPTS", "attempts", As::number},
                            {"ANSWER", "status_code"},
                            {"NEXT", "next_at", As::time, false, true},
                            {"ERROR", "error", As::text, true, true}};

const Parts whole_delivery = {{"ID", "id"},
                              {"ENDPOINT", "endpoint_id"},
                              {"EVENT", "event_id"},
                              {"TYPE", "type"},
                              {"LOG", "log"},
                              {"OFFSET", "offset"},
                              {"OBJECT", "object"},
                              {"SEQUENCE", "sequence"},
                              {"STATUS", "status"},
                              {"ATTEMPTS", "attempts", As::number},
                              {"NEXT", "next_at", As::time},
                              {"ANSWER", "status_code"},
                              {"ERROR", "error"},
                              {"CREATED", "created_at", As::time},
                              {"SETTLED", "settled_at", As::time},
                              {"BODY", "body"}};

std::string endpoint_path(const Arguments& arguments, const std::string& below = "") {
  return "/v1/webhook_endpoints/" + path_segment("endpoint", arguments.given("ENDPOINT")) + below;
}

std::string delivery_path(const Arguments& arguments, const std::string& below = "") {
  return "/v1/webhook_deliveries/" + path_segment("delivery", arguments.given("DELIVERY")) + below;
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

ExitCode rotate_secret(Session& session, const Arguments& arguments) {
  return ask_for_secret(session, arguments,
                        {.method = "POST", .path = endpoint_path(arguments, "/rotate_secret")},
                        "rotated the secret; the one before signs too for 24 hours");
}

ExitCode disable_webhook(Session& session, const Arguments& arguments) {
  bj::object body;
  if (const auto reason = arguments.text("--reason")) body["reason"] = *reason;
  return change(
      session,
      {.method = "POST", .path = endpoint_path(arguments, "/disable"), .body = std::move(body)},
      "disabled " + arguments.given("ENDPOINT"));
}

ExitCode enable_webhook(Session& session, const Arguments& arguments) {
  return change(session, {.method = "POST", .path = endpoint_path(arguments, "/enable")},
                "enabled " + arguments.given("ENDPOINT"));
}

ExitCode delete_webhook(Session& session, const Arguments& arguments) {
  const std::string path = endpoint_path(arguments);
  session.confirm("Delete webhook " + arguments.given("ENDPOINT") + " and its secret?");
  const Answer answer = session.ask({.method = "DELETE", .path = path});
  show_one(session, answer, {{"ID", "id"}, {"DELETED", "deleted"}});
  say_done(session, "deleted " + arguments.given("ENDPOINT"), answer);
  return ExitCode::ok;
}

ExitCode send(Session& session, const std::string& path) {
  const Answer answer = session.ask({.method = "POST", .path = path});
  show_one(session, answer, Parts(whole_delivery.begin(), whole_delivery.end() - 1));
  session.say("it is on its way; see: cleave webhook delivery " +
              member_text(answer.body.as_object(), "id"));
  return ExitCode::ok;
}

ExitCode test_webhook(Session& session, const Arguments& arguments) {
  return send(session, endpoint_path(arguments, "/test"));
}

ExitCode replay_delivery(Session& session, const Arguments& arguments) {
  return send(session, delivery_path(arguments, "/replay"));
}

ExitCode list_deliveries(Session& session, const Arguments& arguments) {
  show_list(session, arguments, "/v1/webhook_deliveries", "webhook deliveries",
            {{"--endpoint", "endpoint_id"}, {"--status", "status"}}, delivery_row, "no deliveries");
  return ExitCode::ok;
}

ExitCode show_delivery(Session& session, const Arguments& arguments) {
  show_one(session, session.ask({.method = "GET", .path = delivery_path(arguments)}),
           whole_delivery);
  return ExitCode::ok;
}

const Parameter endpoint = argument("ENDPOINT", "the webhook's id");
const Parameter delivery = argument("DELIVERY", "the delivery's id");
const Parameter event =
    many("--event", "TYPE",
         "what it is told: one type as billing.invoice_paid, a kind as billing.*, or *");
const Parameter description = option("--description", "TEXT", "for you");
const Parameter secret_file =
    option("--secret-file", "FILE", "write the secret there, into a new file for the owner alone");

std::vector<Command> endpoint_commands() {
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
       {endpoint, secret_file},
       rotate_secret},
      {"webhook disable",
       "tell a URL no more",
       "cleave webhook disable whe_06ammhqmi1t3n4cd7r2k9v8e5s --reason \"it moves\"",
       {endpoint, option("--reason", "TEXT", "why")},
       disable_webhook},
      {"webhook enable",
       "tell a URL again what happens; not what happened meanwhile",
       "cleave webhook enable whe_06ammhqmi1t3n4cd7r2k9v8e5s",
       {endpoint},
       enable_webhook},
      {"webhook delete",
       "delete a webhook and its secret",
       "cleave webhook delete whe_06ammhqmi1t3n4cd7r2k9v8e5s --yes",
       {endpoint},
       delete_webhook},
  };
}

std::vector<Command> delivery_commands() {
  return {
      {"webhook test",
       "send a message that says nothing but that it arrives",
       "cleave webhook test whe_06ammhqmi1t3n4cd7r2k9v8e5s",
       {endpoint},
       test_webhook},
      {"webhook deliveries",
       "list what was sent or is to be, newest first",
       "cleave webhook deliveries --status failed",
       {option("--endpoint", "ID", "only those to this webhook"),
        choice("--status", "STATUS", {"pending", "succeeded", "failed", "canceled"},
               "only those in this state"),
        limit_parameter, starting_after_parameter},
       list_deliveries},
      {"webhook delivery",
       "show one delivery, with what is sent",
       "cleave webhook delivery whd_06ammhqmi1t3n4cd7r2k9v8e5s",
       {delivery},
       show_delivery},
      {"webhook replay",
       "send a delivery again, now, whatever became of it",
       "cleave webhook replay whd_06ammhqmi1t3n4cd7r2k9v8e5s",
       {delivery},
       replay_delivery},
  };
}

}  // namespace

std::vector<Command> webhook_commands() {
  auto commands = endpoint_commands();
  const auto more = delivery_commands();
  commands.insert(commands.end(), more.begin(), more.end());
  return commands;
}

}  // namespace cli
