#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts whole_product = {{"ID", "id"},
                             {"NAME", "name"},
                             {"DESCRIPTION", "description"},
                             {"ENTITLEMENTS", "entitlements"},
                             {"ARCHIVED", "archived"},
                             {"VERSION", "version"},
                             {"CREATED", "created_at"},
                             {"UPDATED", "updated_at"}};

const Parts product_row = {{"ID", "id"},
                           {"NAME", "name", As::text, true},
                           {"ENTITLEMENTS", "entitlements", As::text, true, true},
                           {"ARCHIVED", "archived"},
                           {"CREATED", "created_at", As::time, false, true}};

// The words that were said.
bj::object words_of(const Arguments& arguments) {
  bj::object words;
  if (const auto name = arguments.text("--name")) words["name"] = *name;
  if (const auto text = arguments.text("--description")) words["description"] = *text;
  const auto entitlements = arguments.all("--entitlement");
  if (!entitlements.empty() && arguments.has("--no-entitlements")) {
    throw Stop(ExitCode::usage, "--entitlement and --no-entitlements exclude each other");
  }
  if (!entitlements.empty() || arguments.has("--no-entitlements")) {
    words["entitlements"] = bj::array(entitlements.begin(), entitlements.end());
  }
  return words;
}

std::string product_path(const Arguments& arguments) {
  return "/v1/products/" + path_segment("product", arguments.given("PRODUCT"));
}

ExitCode create_product(Session& session, const Arguments& arguments) {
  bj::object body = words_of(arguments);
  body["name"] = arguments.given("NAME");
  const Answer answer =
      session.ask({.method = "POST", .path = "/v1/products", .body = std::move(body)});
  show_one(session, answer, whole_product);
  say_done(session, "created product " + arguments.given("NAME"), answer);
  session.say("say what it costs: cleave price create --product " +
              member_text(answer.body.as_object(), "id") + " --amount 12.50 --currency eur");
  return ExitCode::ok;
}

ExitCode list_products(Session& session, const Arguments& arguments) {
  show_list(session, arguments, "/v1/products", "product list", {}, product_row, "no products");
  return ExitCode::ok;
}

ExitCode show_product(Session& session, const Arguments& arguments) {
  show_one(session, session.ask({.method = "GET", .path = product_path(arguments)}), whole_product);
  return ExitCode::ok;
}

ExitCode update_product(Session& session, const Arguments& arguments) {
  bj::object body = words_of(arguments);
  if (body.empty()) {
    throw Stop(ExitCode::usage, "nothing to change was said; see: cleave product update --help");
  }
  const Answer answer = session.ask({.method = "PATCH",
                                     .path = product_path(arguments),
                                     .body = std::move(body),
                                     .if_version = arguments.number("--if-version")});
  show_one(session, answer, whole_product);
  say_done(session, "updated " + arguments.given("PRODUCT"), answer);
  return ExitCode::ok;
}

ExitCode archive_product(Session& session, const Arguments& arguments) {
  const std::string& product = arguments.given("PRODUCT");
  const std::string path = product_path(arguments) + "/archive";
  session.confirm("Sell " + product + " no more, for good?");
  const Answer answer =
      session.ask({.method = "POST", .path = path, .if_version = arguments.number("--if-version")});
  show_one(session, answer, whole_product);
  say_done(session, "archived " + product + "; subscriptions to it go on", answer);
  return ExitCode::ok;
}

const Parameter product = argument("PRODUCT", "the product's id");
const Parameter description = option("--description", "TEXT", "for you and your customers");
const Parameter entitlement =
    many("--entitlement", "WORD", "what its subscribers may do, as in reports.export");

}  // namespace

std::vector<Command> product_commands() {
  return {
      {"product create",
       "create a product: what can be subscribed to",
       "cleave product create \"Pro plan\" --entitlement reports.export --entitlement seats.10",
       {argument("NAME", "what it is called"), description, entitlement},
       create_product},
      {"product list",
       "list products, oldest first",
       "cleave product list",
       {limit_parameter, starting_after_parameter},
       list_products},
      {"product show",
       "show one product",
       "cleave product show prod_06ammhqmi1t3n4cd7r2k9v8e5s",
       {product},
       show_product},
      {"product update",
       "change a product; subscriptions keep what they were sold with",
       "cleave product update prod_06ammhqmi1t3n4cd7r2k9v8e5s --name \"Pro plan 2026\"",
       {product, option("--name", "NAME", "what it is called"), description, entitlement,
        flag("--no-entitlements", "there are none any more"), if_version_parameter},
       update_product},
      {"product archive",
       "sell a product no more",
       "cleave product archive prod_06ammhqmi1t3n4cd7r2k9v8e5s --yes",
       {product, if_version_parameter},
       archive_product},
  };
}

}  // namespace cli
