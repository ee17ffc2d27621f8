#include <adapters/cli/command.hpp>

#include <string>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

const Parts whole_payment = {{"ID", "id"},
                             {"INVOICE", "invoice_id"},
                             {"CUSTOMER", "customer_id"},
                             {"AMOUNT", "amount_minor", As::money},
                             {"KIND", "kind"},
                             {"METHOD", "method"},
                             {"REFERENCE", "reference"},
                             {"STATUS", "status"},
                             {"FAILURE", "failure"},
                             {"LOOKUPS", "lookups"},
                             {"NEXT LOOK", "next_at"},
                             {"VERSION", "version"},
                             {"CREATED", "created_at"},
                             {"UPDATED", "updated_at"}};

const Parts payment_state = {{"ID", "id"},
                             {"INVOICE", "invoice_id"},
                             {"AMOUNT", "amount_minor", As::money},
                             {"STATUS", "status"},
                             {"FAILURE", "failure"},
                             {"NEXT LOOK", "next_at"},
                             {"VERSION", "version"}};

const Parts payment_row = {{"ID", "id"},
                           {"AMOUNT", "amount_minor", As::money},
                           {"STATUS", "status"},
                           {"FAILURE", "failure", As::text, true},
                           {"CREATED", "created_at", As::time, false, true},
                           {"INVOICE", "invoice_id", As::text, false, true}};

ExitCode list_payments(Session& session, const Arguments& arguments) {
  show_list(session, arguments, "/v1/payments", "payment list",
            {{"--invoice", "invoice_id"}, {"--status", "status"}}, payment_row, "no payments");
  return ExitCode::ok;
}

ExitCode show_payment(Session& session, const Arguments& arguments) {
  const Call call{.method = "GET",
                  .path = "/v1/payments/" + path_segment("payment", arguments.given("PAYMENT"))};
  show_one(session, session.ask(call), whole_payment);
  return ExitCode::ok;
}

std::string path_of(const Arguments& arguments) {
  return "/v1/payments/" + path_segment("payment", arguments.given("PAYMENT"));
}

ExitCode look_up_payment(Session& session, const Arguments& arguments) {
  const Answer answer = ask_once(session, arguments,
                                 {.method = "POST", .path = path_of(arguments) + "/look_up"});
  show_one(session, answer, payment_state);
  say_done(session, "what comes of it: cleave payment show " + arguments.given("PAYMENT"), answer);
  return ExitCode::ok;
}

ExitCode settle_payment(Session& session, const Arguments& arguments) {
  const auto& id = arguments.given("PAYMENT");
  const auto& outcome = arguments.given("--outcome");
  session.confirm("Settle " + id + " as " + outcome +
                  " by hand? It is for good, and the gateway is asked for it no more.");
  boost::json::object body{{"outcome", outcome}, {"reason", arguments.given("--reason")}};
  const Answer answer = ask_once(
      session, arguments,
      {.method = "POST", .path = path_of(arguments) + "/settle", .body = std::move(body)});
  show_one(session, answer, payment_state);
  say_done(session, "settled " + id, answer);
  return ExitCode::ok;
}

const Parameter payment_argument = argument("PAYMENT", "the payment's id");

Parameter outcome_parameter() {
  auto made = choice("--outcome", "OUTCOME", {"succeeded", "failed"}, "what came of it");
  made.required = true;
  return made;
}

}  // namespace

std::vector<Command> payment_commands() {
  return {
      {"payment list",
       "list payments, oldest first",
       "cleave payment list --status failed\n"
       "cleave payment list --invoice in_06ammhqmi1t3n4cd7r2k9v8e5s",
       {customer_filter, option("--invoice", "ID", "only those for this invoice"),
        choice("--status", "STATUS", {"pending", "unknown", "succeeded", "failed"}, "only those"),
        limit_parameter, starting_after_parameter},
       list_payments},
      {"payment show",
       "show one payment",
       "cleave payment show pay_06ammhqmi1t3n4cd7r2k9v8e5s",
       {payment_argument},
       show_payment},
      {"payment look-up",
       "ask the gateway now what came of a payment",
       "cleave payment look-up pay_06ammhqmi1t3n4cd7r2k9v8e5s",
       {payment_argument, idempotency_key_parameter},
       look_up_payment},
      {"payment settle",
       "say what came of a payment that stays unknown; its invoice can be paid again then",
       "cleave payment settle pay_06ammhqmi1t3n4cd7r2k9v8e5s --outcome failed "
       "--reason \"the provider's support: never arrived\"",
       {payment_argument, outcome_parameter(),
        required_option("--reason", "TEXT", "how that is known; kept with the payment"),
        idempotency_key_parameter},
       settle_payment},
  };
}

}  // namespace cli
