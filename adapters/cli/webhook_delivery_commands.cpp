#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

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

std::string delivery_path(const Arguments& arguments, const std::string& below = "") {
  return "/v1/webhook_deliveries/" + path_segment("delivery", arguments.given("DELIVERY")) + below;
}

ExitCode send(Session& session, const std::string& path) {
  const Answer answer = session.ask({.method = "POST", .path = path});
  show_one(session, answer, Parts(whole_delivery.begin(), whole_delivery.end() - 1));
  session.say("it is on its way; see: cleave webhook delivery " +
              member_text(answer.body.as_object(), "id"));
  return ExitCode::ok;
}

ExitCode test_webhook(Session& session, const Arguments& arguments) {
  return send(session, "/v1/webhook_endpoints/" +
                           path_segment("endpoint", arguments.given("ENDPOINT")) + "/test");
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

}  // namespace

std::vector<Command> webhook_delivery_commands() {
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

}  // namespace cli
