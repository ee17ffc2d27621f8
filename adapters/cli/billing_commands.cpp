#include <adapters/cli/command.hpp>

#include <cstdint>

#include <boost/json.hpp>

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
                              {"VERSION", "version"}};

// What a change answers with: billing's own part. No event says a tax id, so no answer does.
const Parts own_part = {{"ID", "id"},
                        {"CURRENCY", "currency"},
                        {"HAS TAX ID", "has_tax_id"},
                        {"VERSION", "version"}};

const Parts customer_row = {{"ID", "id"},
                            {"E-MAIL", "email", As::text, true},
                            {"NAME", "display_name", As::text, true},
                            {"STATUS", "status"},
                            {"CURRENCY", "currency"},
                            {"USER VERSION", "user_version", As::number, false, true}};

// A customer of a user has the user's id under its own prefix.
std::string customer_id(const std::string& said) {
  const std::string id = path_segment("customer", said);
  return id.starts_with("usr_") ? "cus_" + id.substr(4) : id;
}

ExitCode get_customer(Session& session, const Arguments& arguments) {
  const std::string id = customer_id(arguments.given("CUSTOMER"));
  show_one(session, session.ask({.method = "GET", .path = "/v1/customers/" + id}), whole_customer);
  return ExitCode::ok;
}

ExitCode list_customers(Session& session, const Arguments& arguments) {
  Call call{.method = "GET", .path = "/v1/customers"};
  std::string next = "cleave billing customer list";
  if (const auto limit = arguments.text("--limit")) {
    call.query.emplace_back("limit", *limit);
    next += " --limit " + *limit;
  }
  if (const auto user = arguments.text("--user")) {
    call.query.emplace_back("user_id", path_segment("user id", *user));
  }
  if (const auto after = arguments.text("--starting-after")) {
    call.query.emplace_back("starting_after", *after);
  }
  show_page(session, session.ask(call), customer_row, "no customers", next);
  return ExitCode::ok;
}

ExitCode set_customer(Session& session, const Arguments& arguments) {
  bj::object body;
  if (const auto currency = arguments.text("--currency")) body["currency"] = *currency;
  if (const auto tax_id = arguments.text("--tax-id")) body["tax_id"] = *tax_id;
  if (body.empty()) {
    throw Stop(ExitCode::usage,
               "nothing to set was said; see: cleave billing customer set --help");
  }
  const std::string id = customer_id(arguments.given("CUSTOMER"));
  const Answer answer = session.ask({.method = "PATCH",
                                     .path = "/v1/customers/" + id,
                                     .body = std::move(body),
                                     .if_version = arguments.number("--if-version")});
  show_one(session, answer, own_part);
  say_done(session, "set " + id, answer);
  return ExitCode::ok;
}

const Parameter customer = argument("CUSTOMER", "the customer's id, or its user's");

}  // namespace

std::vector<Command> billing_commands() {
  return {
      {"billing customer get", "show one customer: billing's copy of a user, and its own fields",
       "cleave billing customer get cus_06ammhqmi1t3n4cd7r2k9v8e5s",
       {customer}, get_customer},
      {"billing customer list", "list customers, oldest first",
       "cleave billing customer list\n"
       "cleave billing customer list --user usr_06ammhqmi1t3n4cd7r2k9v8e5s",
       {number("--limit", {1, 1000}, "at most so many, instead of 50"),
        option("--user", "ID", "only the customer of this user"),
        option("--starting-after", "ID", "the page behind this customer")},
       list_customers},
      {"billing customer set", "set what billing keeps about a customer",
       "cleave billing customer set cus_06ammhqmi1t3n4cd7r2k9v8e5s --currency eur "
       "--tax-id DE123456789",
       {customer, option("--currency", "CODE", "three letters, as in eur"),
        option("--tax-id", "ID", "the customer's tax number"),
        number("--if-version", {1, INT64_MAX}, "only if billing's part still has this version")},
       set_customer},
  };
}

}  // namespace cli
