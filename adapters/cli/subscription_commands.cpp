#include <adapters/cli/command.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts whole_subscription = {{"ID", "id"},
                                  {"CUSTOMER", "customer_id"},
                                  {"PRICE", "price_id"},
                                  {"STATUS", "status"},
                                  {"ENTITLED", "entitled"},
                                  {"ENTITLEMENTS", "entitlements"},
                                  {"UNIT AMOUNT", "unit_amount_minor", As::money},
                                  {"QUANTITY", "quantity"},
                                  {"INTERVAL", "interval"},
                                  {"TIME ZONE", "time_zone"},
                                  {"PERIOD START", "current_period_start"},
                                  {"PERIOD END", "current_period_end"},
                                  {"TRIAL END", "trial_end"},
                                  {"ENDS WITH PERIOD", "cancel_at_period_end"},
                                  {"ENDED", "ended_at"},
                                  {"END REASON", "end_reason"},
                                  {"LATEST INVOICE", "latest_invoice_id"},
                                  {"VERSION", "version"}};

const Parts subscription_row = {{"ID", "id"},
                                {"STATUS", "status"},
                                {"UNIT AMOUNT", "unit_amount_minor", As::money},
                                {"QUANTITY", "quantity", As::number, false, true},
                                {"PERIOD END", "current_period_end"},
                                {"CUSTOMER", "customer_id", As::text, false, true}};

std::string subscription_path(const Arguments& arguments) {
  return "/v1/subscriptions/" + path_segment("subscription", arguments.given("SUBSCRIPTION"));
}

ExitCode create_subscription(Session& session, const Arguments& arguments) {
  bj::object body{{"customer_id", customer_id(session, arguments.given("CUSTOMER"))},
                  {"price_id", arguments.given("PRICE")}};
  if (const auto quantity = arguments.number("--quantity")) body["quantity"] = *quantity;
  if (const auto days = arguments.number("--trial-days")) body["trial_days"] = *days;
  const Answer answer = ask_once(
      session, arguments, {.method = "POST", .path = "/v1/subscriptions", .body = std::move(body)});
  show_one(session, answer, whole_subscription);
  const bj::object& subscription = answer.body.as_object();
  say_done(session, "subscribed " + arguments.given("CUSTOMER"), answer);
  if (member_text(subscription, "status") == "incomplete") {
    session.say("it waits for its first invoice to be paid: cleave invoice show " +
                member_text(subscription, "latest_invoice_id"));
  }
  return ExitCode::ok;
}

ExitCode list_subscriptions(Session& session, const Arguments& arguments) {
  show_list(session, arguments, "/v1/subscriptions", "subscription list", {{"--status", "status"}},
            subscription_row, "no subscriptions");
  return ExitCode::ok;
}

ExitCode show_subscription(Session& session, const Arguments& arguments) {
  show_one(session, session.ask({.method = "GET", .path = subscription_path(arguments)}),
           whole_subscription);
  return ExitCode::ok;
}

ExitCode cancel_subscription(Session& session, const Arguments& arguments) {
  const std::string& id = arguments.given("SUBSCRIPTION");
  const std::string path = subscription_path(arguments) + "/cancel";
  const bool at_period_end = arguments.has("--at-period-end");
  if (!at_period_end) session.confirm("End subscription " + id + " now, for good?");
  const Answer answer = session.ask({.method = "POST",
                                     .path = path,
                                     .body = bj::object{{"at_period_end", at_period_end}},
                                     .if_version = arguments.number("--if-version")});
  show_one(session, answer, whole_subscription);
  say_done(session, at_period_end ? id + " ends with its current period" : "canceled " + id,
           answer);
  if (at_period_end) session.say("undo with: cleave subscription resume " + id);
  return ExitCode::ok;
}

ExitCode resume_subscription(Session& session, const Arguments& arguments) {
  const Answer answer = session.ask({.method = "POST",
                                     .path = subscription_path(arguments) + "/resume",
                                     .if_version = arguments.number("--if-version")});
  show_one(session, answer, whole_subscription);
  say_done(session, arguments.given("SUBSCRIPTION") + " goes on", answer);
  return ExitCode::ok;
}

const Parameter subscription = argument("SUBSCRIPTION", "the subscription's id");
const Parameter status = choice(
    "--status", "STATUS",
    {"incomplete", "incomplete_expired", "trialing", "active", "past_due", "paused", "canceled"},
    "only those");

}  // namespace

std::vector<Command> subscription_commands() {
  return {
      {"subscription create",
       "let a customer begin to pay a price",
       "cleave subscription create cus_06ammhqmi1t3n4cd7r2k9v8e5s "
       "price_06ammhqmi1t3n4cd7r2k9v8e60\n"
       "cleave subscription create usr_06ammhqmi1t3n4cd7r2k9v8e5s "
       "price_06ammhqmi1t3n4cd7r2k9v8e60 --trial-days 14",
       {argument("CUSTOMER", "the customer's id, or its user's id or e-mail address"),
        argument("PRICE", "the price's id"),
        number("--quantity", {1, 1'000'000}, "how many units, instead of 1"),
        number("--trial-days", {0, 730}, "how long it is free first"), idempotency_key_parameter},
       create_subscription},
      {"subscription list",
       "list subscriptions, oldest first",
       "cleave subscription list\ncleave subscription list --status past_due",
       {customer_filter, status, limit_parameter, starting_after_parameter},
       list_subscriptions},
      {"subscription show",
       "show one subscription",
       "cleave subscription show sub_06ammhqmi1t3n4cd7r2k9v8e5s",
       {subscription},
       show_subscription},
      {"subscription cancel",
       "end a subscription, now or with its current period",
       "cleave subscription cancel sub_06ammhqmi1t3n4cd7r2k9v8e5s --at-period-end",
       {subscription, flag("--at-period-end", "not now, but when the current period ends"),
        if_version_parameter},
       cancel_subscription},
      {"subscription resume",
       "take back that a subscription ends with its period",
       "cleave subscription resume sub_06ammhqmi1t3n4cd7r2k9v8e5s",
       {subscription, if_version_parameter},
       resume_subscription},
  };
}

}  // namespace cli
