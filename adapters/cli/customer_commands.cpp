#include <adapters/cli/command.hpp>

#include <cstdint>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts whole_customer = {{"ID", "id"},
                              {"USER", "user_id"},
                              {"USER VERSION", "user_version"},
                              {"E-MAIL", "email"},
                              {"NAME", "display_name"},
                              {"STATUS", "status"},
                              {"CURRENCY", "currency"},
                              {"TAX ID", "tax_id"},
                              {"ADDRESS", "address"},
                              {"PAYMENT METHOD", "payment_method"},
                              {"TIME ZONE", "time_zone"},
                              {"VERSION", "version"}};

// What a change answers with: billing's own part. No event says a tax id or an address, so no
// answer does.
const Parts own_part = {{"ID", "id"},
                        {"CURRENCY", "currency"},
                        {"HAS TAX ID", "has_tax_id"},
                        {"HAS ADDRESS", "has_address"},
                        {"HAS PAYMENT METHOD", "has_payment_method"},
                        {"VERSION", "version"}};

const Parts customer_row = {{"ID", "id"},
                            {"E-MAIL", "email", As::text, true},
                            {"NAME", "display_name", As::text, true},
                            {"STATUS", "status"},
                            {"CURRENCY", "currency"},
                            {"USER VERSION", "user_version", As::number, false, true}};

ExitCode get_customer(Session& session, const Arguments& arguments) {
  const std::string id = customer_id(session, arguments.given("CUSTOMER"));
  Answer answer = session.ask({.method = "GET", .path = "/v1/customers/" + id});
  bj::object& customer = answer.body.as_object();
  customer["address"] = address_text(customer);
  show_one(session, answer, whole_customer);
  return ExitCode::ok;
}

ExitCode list_customers(Session& session, const Arguments& arguments) {
  show_list(session, arguments, "/v1/customers", "customer list", {{"--user", "user_id"}},
            customer_row, "no customers");
  return ExitCode::ok;
}

// A text of the profile: its option, or the flag that takes it away.
void take(bj::object& body, const Arguments& arguments, std::string_view member,
          std::string_view option, std::string_view none) {
  const auto text = arguments.text(option);
  if (text && arguments.has(none)) {
    throw Stop(ExitCode::usage,
               std::string(option) + " and " + std::string(none) + " exclude each other");
  }
  if (text) body[member] = *text;
  if (arguments.has(none)) body[member] = nullptr;
}

void take_address(bj::object& body, const Arguments& arguments) {
  bj::object address;
  for (const auto& [option, member] : {std::pair{"--line1", "line1"},
                                       {"--line2", "line2"},
                                       {"--postal-code", "postal_code"},
                                       {"--city", "city"},
                                       {"--region", "region"},
                                       {"--country", "country"}}) {
    if (const auto text = arguments.text(option)) address[member] = *text;
  }
  if (!address.empty() && arguments.has("--no-address")) {
    throw Stop(ExitCode::usage, "--no-address and a line of an address exclude each other");
  }
  if (!address.empty()) body["address"] = std::move(address);
  if (arguments.has("--no-address")) body["address"] = nullptr;
}

ExitCode set_customer(Session& session, const Arguments& arguments) {
  bj::object body;
  if (const auto currency = arguments.text("--currency")) body["currency"] = *currency;
  take(body, arguments, "tax_id", "--tax-id", "--no-tax-id");
  take(body, arguments, "payment_method", "--payment-method", "--no-payment-method");
  take_address(body, arguments);
  if (body.empty()) {
    throw Stop(ExitCode::usage, "nothing to set was said; see: cleave customer set --help");
  }
  const std::string id = customer_id(session, arguments.given("CUSTOMER"));
  const Answer answer = session.ask({.method = "PATCH",
                                     .path = "/v1/customers/" + id,
                                     .body = std::move(body),
                                     .if_version = arguments.number("--if-version")});
  show_one(session, answer, own_part);
  say_done(session, "set " + id, answer);
  return ExitCode::ok;
}

const Parameter customer =
    argument("CUSTOMER", "the customer's id, or its user's id or e-mail address");

std::vector<Parameter> set_parameters() {
  return {customer,
          option("--currency", "CODE", "three letters, as in eur"),
          option("--tax-id", "ID", "the customer's tax number"),
          flag("--no-tax-id", "there is none any more"),
          option("--payment-method", "TOKEN",
                 "what the gateway charges: its token, as sim_ok; never a card's number"),
          flag("--no-payment-method", "there is none any more"),
          option("--line1", "TEXT", "of the address: street and number"),
          option("--line2", "TEXT", "of the address: what else it needs"),
          option("--postal-code", "TEXT", "of the address"),
          option("--city", "TEXT", "of the address"),
          option("--region", "TEXT", "of the address: state or province"),
          option("--country", "CODE", "of the address: two letters, as in DE"),
          flag("--no-address", "there is none any more"),
          number("--if-version", {1, INT64_MAX}, "only if billing's part still has this version")};
}

}  // namespace

std::vector<Command> customer_commands() {
  return {
      {"customer get",
       "show one customer: billing's copy of a user, and its own fields",
       "cleave customer get cus_06ammhqmi1t3n4cd7r2k9v8e5s",
       {customer},
       get_customer},
      {"customer list",
       "list customers, oldest first",
       "cleave customer list\n"
       "cleave customer list --user usr_06ammhqmi1t3n4cd7r2k9v8e5s",
       {option("--user", "ID", "only the customer of this user"), limit_parameter,
        starting_after_parameter},
       list_customers},
      {"customer set", "set what billing keeps about a customer",
       "cleave customer set cus_06ammhqmi1t3n4cd7r2k9v8e5s --currency eur --tax-id DE123456789\n"
       "cleave customer set cus_06ammhqmi1t3n4cd7r2k9v8e5s --payment-method sim_ok\n"
       "cleave customer set cus_06ammhqmi1t3n4cd7r2k9v8e5s --line1 \"Ringstr. 1\" "
       "--city Berlin --country DE",
       set_parameters(), set_customer},
  };
}

}  // namespace cli
