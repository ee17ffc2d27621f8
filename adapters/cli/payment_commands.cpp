#include <adapters/cli/command.hpp>

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
       {argument("PAYMENT", "the payment's id")},
       show_payment},
  };
}

}  // namespace cli
