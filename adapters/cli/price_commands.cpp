#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts whole_price = {{"ID", "id"},
                           {"PRODUCT", "product_id"},
                           {"AMOUNT", "unit_amount_minor", As::money},
                           {"INTERVAL", "interval"},
                           {"REVISION", "revision"},
                           {"REPLACES", "replaces"},
                           {"ARCHIVED", "archived"},
                           {"VERSION", "version"},
                           {"CREATED", "created_at"}};

const Parts price_row = {{"ID", "id"},
                         {"AMOUNT", "unit_amount_minor", As::money},
                         {"INTERVAL", "interval"},
                         {"REVISION", "revision", As::number, false, true},
                         {"ARCHIVED", "archived"},
                         {"PRODUCT", "product_id", As::text, false, true}};

std::string price_path(const std::string& price) {
  return "/v1/prices/" + path_segment("price", price);
}

// The currency that an amount is in: what was said, or that of the price that is replaced.
std::string currency_of(Session& session, const Arguments& arguments) {
  if (const auto currency = arguments.text("--currency")) return *currency;
  const auto replaced = arguments.text("--replaces");
  if (!replaced) throw Stop(ExitCode::usage, "--currency is missing");
  const Answer old = session.ask({.method = "GET", .path = price_path(*replaced)});
  return member_text(old.body.as_object(), "currency");
}

ExitCode create_price(Session& session, const Arguments& arguments) {
  require_one_amount(arguments, "price create");
  const auto replaced = arguments.text("--replaces");
  if (!replaced && !arguments.has("--product")) {
    throw Stop(ExitCode::usage,
               "--product is missing, or --replaces; see: cleave price create "
               "--help");
  }
  const auto amount =
      amount_minor(session, arguments, [&] { return currency_of(session, arguments); });
  bj::object body{{"unit_amount_minor", *amount}};
  if (const auto product = arguments.text("--product")) body["product_id"] = *product;
  if (const auto currency = arguments.text("--currency")) body["currency"] = *currency;
  if (const auto interval = arguments.text("--interval"))
    body["interval"] = *interval;
  else if (!replaced)
    body["interval"] = "month";
  if (replaced) body["replaces"] = *replaced;
  const Answer answer =
      session.ask({.method = "POST", .path = "/v1/prices", .body = std::move(body)});
  show_one(session, answer, whole_price);
  say_done(session, "created " + member_text(answer.body.as_object(), "id"), answer);
  return ExitCode::ok;
}

ExitCode list_prices(Session& session, const Arguments& arguments) {
  show_list(session, arguments, "/v1/prices", "price list", {{"--product", "product_id"}},
            price_row, "no prices");
  return ExitCode::ok;
}

ExitCode show_price(Session& session, const Arguments& arguments) {
  const Call call{.method = "GET", .path = price_path(arguments.given("PRICE"))};
  show_one(session, session.ask(call), whole_price);
  return ExitCode::ok;
}

ExitCode archive_price(Session& session, const Arguments& arguments) {
  const std::string& price = arguments.given("PRICE");
  const std::string path = price_path(price) + "/archive";
  session.confirm("Sell at " + price + " no more, for good?");
  const Answer answer =
      session.ask({.method = "POST", .path = path, .if_version = arguments.number("--if-version")});
  show_one(session, answer, whole_price);
  say_done(session, "archived " + price + "; who pays it goes on paying it", answer);
  return ExitCode::ok;
}

const Parameter price = argument("PRICE", "the price's id");

}  // namespace

std::vector<Command> price_commands() {
  return {
      {"price create",
       "say what a product costs, or its next revision",
       "cleave price create --product prod_06ammhqmi1t3n4cd7r2k9v8e5s --amount 12.50 "
       "--currency eur\n"
       "cleave price create --replaces price_06ammhqmi1t3n4cd7r2k9v8e5s --amount 15.00",
       {option("--product", "ID", "what it is the price of"), amount_parameter,
        amount_minor_parameter, option("--currency", "CODE", "three letters, as in eur"),
        choice("--interval", "INTERVAL", {"month", "year"}, "how often; month where it is missing"),
        option("--replaces", "ID",
               "the price whose next revision this is; it keeps all but the amount")},
       create_price},
      {"price list",
       "list prices, oldest first",
       "cleave price list\ncleave price list --product prod_06ammhqmi1t3n4cd7r2k9v8e5s",
       {option("--product", "ID", "only those of this product"), limit_parameter,
        starting_after_parameter},
       list_prices},
      {"price show",
       "show one price",
       "cleave price show price_06ammhqmi1t3n4cd7r2k9v8e5s",
       {price},
       show_price},
      {"price archive",
       "sell at a price no more",
       "cleave price archive price_06ammhqmi1t3n4cd7r2k9v8e5s --yes",
       {price, if_version_parameter},
       archive_price},
  };
}

}  // namespace cli
