#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ports/billing/billing_states.hpp>

#include <billing/domain/billing_errors.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/json_errors.hpp>

namespace http {
namespace {

namespace no = billing::errors;
using billing::SubscriptionId;
using Module = billing::BillingModule;

constexpr const char* tag = "subscriptions";
constexpr std::string_view statuses =
    "incomplete, incomplete_expired, trialing, active, past_due, paused and canceled";
constexpr std::string_view status_enum =
    R"("enum":["incomplete","incomplete_expired","trialing","active","past_due","paused",)"
    R"("canceled"])";

struct NewSubscription {
  std::optional<std::string> customer_id;
  std::optional<std::string> user_id;
  std::string price_id;
  std::optional<std::int64_t> quantity;
  std::optional<std::int64_t> trial_days;
};
BOOST_DESCRIBE_STRUCT(NewSubscription, (), (customer_id, user_id, price_id, quantity, trial_days))

struct Cancellation {
  std::optional<bool> at_period_end;
};
BOOST_DESCRIBE_STRUCT(Cancellation, (), (at_period_end))

using Begin = billing::Subscribe::Command;
using Cancel = billing::CancelSubscription::Command;
using Keep = billing::KeepSubscription::Command;

// Who subscribes: a customer, or the user whom they are.
shared::Result<billing::CustomerId> customer_of(const NewSubscription& body) {
  if (!body.customer_id && !body.user_id)
    return shared::refuse(json::errors::missing_member("/customer_id"));
  const auto customer = body.customer_id ? billing::CustomerId::parse(*body.customer_id)
                                         : billing::CustomerId::of_user(*body.user_id);
  const char* field = body.customer_id ? "/customer_id" : "/user_id";
  if (!customer) return shared::refuse(shared::at_field(no::customer_not_found(), field));
  if (body.user_id && customer->user_text() != *body.user_id)
    return shared::refuse(json::errors::unknown_value("/user_id"));
  return *customer;
}

shared::Result<Begin> begin_command(const BillingRoutePorts& ports, const Call& call) {
  const auto body = json::read_request<NewSubscription>(call.request.body);
  if (!body) return shared::refuse(body.error());
  const auto customer = customer_of(*body);
  if (!customer) return shared::refuse(customer.error());
  const auto price = billing::PriceId::parse(body->price_id);
  if (!price) return shared::refuse(shared::at_field(no::price_not_found(), "/price_id"));
  return Begin{.id = {ports.ids.next()},
               .invoice = {ports.ids.next()},
               .payment = {ports.ids.next()},
               .customer = *customer,
               .price = *price,
               .quantity = body->quantity.value_or(1),
               .trial_days = body->trial_days.value_or(0),
               .at = call.origin.at};
}

shared::Result<Cancel> cancel_command(const BillingRoutePorts&, const Call& call) {
  const auto target = target_of<SubscriptionId>(call, no::subscription_not_found());
  if (!target) return shared::refuse(target.error());
  Cancellation body;
  if (!call.request.body.empty()) {
    const auto said = json::read_request<Cancellation>(call.request.body);
    if (!said) return shared::refuse(said.error());
    body = *said;
  }
  return Cancel{.id = target->id,
                .expected_version = target->version,
                .at_period_end = body.at_period_end.value_or(false),
                .at = call.origin.at};
}

shared::Result<Keep> keep_command(const BillingRoutePorts&, const Call& call) {
  const auto target = target_of<SubscriptionId>(call, no::subscription_not_found());
  if (!target) return shared::refuse(target.error());
  return Keep{.id = target->id, .expected_version = target->version, .at = call.origin.at};
}

std::string shown(const billing::Subscription& subscription) {
  return json::written(billing::state_of(subscription));
}

struct Asked {
  billing::SubscriptionFilter filter;
  PageAsked<SubscriptionId> page;
};

shared::Result<Asked> list_query(const BillingRoutePorts&, const Call& call) {
  const auto page = page_asked<SubscriptionId>(call.request, "a subscription");
  if (!page) return shared::refuse(page.error());
  const auto customer = customer_in_query(call.request);
  if (!customer) return shared::refuse(customer.error());
  const auto status =
      word_in_query(call.request, "status", billing::parse_subscription_status, statuses);
  if (!status) return shared::refuse(status.error());
  return Asked{{.customer = *customer, .status = *status}, *page};
}

Response list(BillingReading& reading, const Call&, const Asked& asked) {
  return page_response(reading.subscriptions.page(asked.filter, asked.page.after, asked.page.limit),
                       shown);
}

Response show(BillingReading& reading, const Call& call) {
  const auto id = SubscriptionId::parse(call.at("id"));
  const auto subscription = id ? reading.subscriptions.find(*id) : std::nullopt;
  if (!subscription) return problem(no::subscription_not_found(), call.request_id);
  return state_response(200, shown(*subscription));
}

std::vector<Route> reads(const BillingPortsPtr& ports) {
  auto lists = billing_read("/v1/subscriptions", "listSubscriptions", tag, "List subscriptions");
  lists.description = "In the order in which they began, those that ended too.";
  lists.query = paged({id_filter("customer_id", "Those of this customer."),
                       id_filter("user_id", "Those of this user."),
                       {"status", "Those of this status.",
                        R"({"type":"string",)" + std::string(status_enum) + "}"}});
  lists.answer = {200, "A page of subscriptions.", "SubscriptionList"};
  lists.handle = looking(ports, list_query, list);

  auto shows =
      billing_read("/v1/subscriptions/{id}", "getSubscription", tag, "Show a subscription");
  shows.answer = {200, "The subscription.", "Subscription"};
  shows.refusals = {no::subscription_not_found()};
  shows.handle = showing(ports, show);
  return {std::move(lists), std::move(shows)};
}

Route begin_route(const BillingPortsPtr& ports) {
  auto begins =
      with_body(billing_write("POST", "/v1/subscriptions", "createSubscription", tag, "Subscribe"),
                Body::required, "NewSubscription");
  begins.talk.key_required = true;
  begins.description =
      "It begins today in the customer's own time zone, and answers at once. With trial days it is "
      "trialing, and its first invoice comes at the end of the trial; else its first invoice is "
      "issued with it and its payment is started: it is incomplete until the money is there, and "
      "expires after 23 hours without. Say customer_id or user_id.";
  begins.answer = {201, "The new subscription.", "Subscription"};
  begins.refusals = {no::customer_not_found(),     no::customer_inactive(),
                     no::time_zone_unknown(),
                     no::price_not_found(),        no::price_archived(),
                     no::product_archived(),       no::currency_differs(),
                     no::too_many_subscriptions(), no::quantity_out_of_range(),
                     no::trial_out_of_range(),     no::amount_overflow(),
                     no::amount_too_large()};
  begins.handle = submitting(ports, &Module::subscribe, begin_command);
  return begins;
}

std::vector<Route> writes(const BillingPortsPtr& ports) {
  auto cancels =
      at_a_version(with_body(billing_write("POST", "/v1/subscriptions/{id}/cancel",
                                           "cancelSubscription", tag, "End a subscription"),
                             Body::optional, "Cancellation"));
  cancels.description =
      "Now, or with the current period. Canceled now, a draft of it is voided, "
      "and so is the unpaid first invoice of an incomplete one.";
  cancels.answer = {200, "The subscription after the change.", "Subscription"};
  cancels.refusals.insert(
      cancels.refusals.end(),
      {no::subscription_not_found(), no::subscription_ended(), no::payment_in_progress()});
  cancels.handle = submitting(ports, &Module::cancel_subscription, cancel_command);

  auto resumes =
      at_a_version(billing_write("POST", "/v1/subscriptions/{id}/resume", "resumeSubscription", tag,
                                 "Take back that a subscription ends"));
  resumes.description = "Of one that is to end with its current period, before that end.";
  resumes.answer = {200, "The subscription after the change.", "Subscription"};
  resumes.refusals.insert(
      resumes.refusals.end(),
      {no::subscription_not_found(), no::subscription_ended(), no::subscription_not_canceling()});
  resumes.handle = submitting(ports, &Module::keep_subscription, keep_command);
  return {begin_route(ports), std::move(cancels), std::move(resumes)};
}

std::vector<Schema> schemas() {
  const Abouts state = {
      {"id", R"("description":"sub_...")"},
      {"version", R"("description":"Counts the changes; the ETag.")"},
      {"unit_amount_minor", R"("description":"What one unit costs, as it was sold.")"},
      {"interval", R"("enum":["month","year"])"},
      {"status", status_enum},
      {"paused_from", R"("description":"While paused: what it was before.")"},
      {"entitled", R"("description":"Whether it gives its user what was sold, now.")"},
      {"current_period_start", R"("format":"date","description":"A day in time_zone.")"},
      {"current_period_end", R"("format":"date","description":"The first day behind it.")"},
      {"trial_end", R"("format":"date")"},
      {"end_reason",
       R"("description":"Empty, requested, user_deleted, user_deactivated or unpaid.")"}};
  return {
      {"Subscription", answer_schema<billing::events::SubscriptionState>(state)},
      {"SubscriptionList", list_schema("Subscription")},
      {"NewSubscription", request_schema<NewSubscription>(
                              {{"customer_id", R"("description":"cus_..., or say user_id.")"},
                               {"user_id", R"("description":"usr_..., or say customer_id.")"},
                               {"quantity",
                                R"("minimum":1,"maximum":1000000,"default":1,)"
                                R"("description":"A period costs at most 10^13 minor units.")"},
                               {"trial_days", R"("minimum":0,"maximum":730,"default":0)"}})},
      {"Cancellation", request_schema<Cancellation>({{"at_period_end", R"("default":false)"}})}};
}

}  // namespace

RouteTable subscription_routes(const BillingPortsPtr& ports) {
  RouteTable table{.routes = writes(ports), .schemas = schemas(), .tags = {}};
  table.add({.routes = reads(ports), .schemas = {}, .tags = {}});
  return table;
}

}  // namespace http
