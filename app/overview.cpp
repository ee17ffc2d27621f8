#include <app/overview.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <adapters/http/fan_out.hpp>
#include <adapters/http/forward.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/user/user_json.hpp>
#include <ports/billing/billing_states.hpp>
#include <user/domain/user_errors.hpp>

namespace app {
namespace {

using http::Call;
using http::Response;
constexpr std::size_t shown_max = 100;

struct OpenInvoice : billing::events::InvoiceState {
  bool overdue = false;
};
BOOST_DESCRIBE_STRUCT(OpenInvoice, (billing::events::InvoiceState), (overdue))

Response show_user(http::UserReading& reading, const Call& call) {
  const auto id = user::UserId::parse(call.at("id"));
  const auto user = id ? reading.users.find(*id) : std::nullopt;
  if (!user) return http::problem(user::errors::not_found(), call.request_id);
  return http::json_response(200, R"("user":)" + json::written(*user));
}

// The members that billing adds, without the braces around them.
Response show_billing(http::BillingReading& reading, const Call& call, shared::Instant now) {
  const auto id = billing::CustomerId::of_user(call.at("id"));
  if (!id) return http::problem(user::errors::not_found(), call.request_id);
  const auto subscriptions = reading.subscriptions.page(
      {.customer = *id, .status = {}, .not_ended = true}, {}, shown_max);
  std::vector<billing::events::SubscriptionState> shown;
  shown.reserve(subscriptions.rows.size());
  for (const auto& one : subscriptions.rows) shown.push_back(billing::state_of(one));
  const auto invoices = reading.invoices.page(
      {*id, {}, billing::InvoiceStatus::open}, {}, shown_max);
  std::vector<OpenInvoice> open;
  open.reserve(invoices.rows.size());
  for (const auto& one : invoices.rows) {
    open.push_back({billing::state_of(one.invoice), one.invoice.overdue(now)});
  }
  std::vector<billing::events::CurrencyAmount> balance;
  for (const auto& money : reading.ledger.balance(*id)) {
    balance.push_back({money.currency.code(), money.amount_minor});
  }
  const bool more = subscriptions.has_more || invoices.has_more;
  return http::json_response(200, R"("subscriptions":)" + json::written(shown) +
                                      R"(,"open_invoices":)" + json::written(open) +
                                      R"(,"balance":)" + json::written(balance) +
                                      R"(,"has_more":)" + (more ? "true" : "false"));
}

constexpr std::array no_half{R"("user":null)",
                             R"("subscriptions":null,"open_invoices":null,"balance":null,)"
                             R"("has_more":null)"};
constexpr std::array said_partial{R"(,"partial":["user"])", R"(,"partial":["billing"])"};

Response joined(std::array<Response, 2> parts) {
  std::string partial;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!http::is_away(parts[i]) || parts[1 - i].status != 200) continue;
    parts[i] = http::json_response(200, no_half[i]);
    partial = said_partial[i];
  }
  for (auto& one : parts) {
    if (one.status != 200) return std::move(one);
  }
  return http::json_response(200, '{' + parts[0].body + ',' + parts[1].body + partial + '}');
}

// Both answers on their way; the second one to come makes one of them.
struct Overview {
  std::array<Response, 2> parts;
  std::atomic<int> missing = 2;
  http::Reply reply;

  void came(std::size_t part, Response response) {
    parts[part] = std::move(response);
    if (--missing == 0) reply(joined(std::move(parts)));
  }
};

void overview(const OverviewHalves& halves, Call call, http::Reply reply) {
  auto both = std::make_shared<Overview>();
  both->reply = std::move(reply);
  // What a write answered with is durable in its own module: billing is who may have to wait.
  Call of_user = call;
  std::erase_if(of_user.request.headers,
                [](const auto& header) { return header.first == "cleave-wait-for"; });
  halves.user(std::move(of_user),
              [both](Response response) { both->came(0, std::move(response)); });
  halves.billing(std::move(call),
                 [both](Response response) { both->came(1, std::move(response)); });
}

constexpr auto schema = R"({"type":"object",
"required":["user","subscriptions","open_invoices","balance","has_more"],"properties":{
"user":{"oneOf":[{"$ref":"#/components/schemas/User"},{"type":"null"}]},
"subscriptions":{"type":["array","null"],"maxItems":100,
"items":{"$ref":"#/components/schemas/Subscription"}},
"open_invoices":{"type":["array","null"],"maxItems":100,"items":{"type":"object",
"required":["id","number","status","currency","amount_remaining_minor","overdue"],"properties":{
"id":{"type":"string"},"number":{"type":["string","null"]},"status":{"type":"string"},
"currency":{"type":"string"},"amount_remaining_minor":{"type":"integer"},
"overdue":{"type":"boolean"}}}},
"balance":{"type":["array","null"],
"description":"What the user owes, per currency; negative: credit.",
"items":{"type":"object","required":["currency","amount_minor"],"properties":{
"currency":{"type":"string"},"amount_minor":{"type":"integer"}}}},
"has_more":{"type":["boolean","null"],
"description":"There are more than 100 of one of these."},
"partial":{"type":"array","items":{"type":"string","enum":["user","billing"]},
"description":"The module that was away, where one was: what it knows is null."}}})";

http::RouteTable route_with(std::function<void(Call, http::Reply)> handle) {
  http::Route route;
  route.method = "GET";
  route.pattern = "/v1/users/{id}/overview";
  route.operation_id = "getUserOverview";
  route.tag = "users";
  route.summary = "Show a user with subscriptions, open invoices and balance";
  route.description =
      "What user and billing know of one user, in one answer: at most 100 subscriptions "
      "that have not ended and 100 open invoices, oldest first, and what is owed. While one of the "
      "two is away, what it knows is null, and partial names it.";
  route.access = http::Access::scoped("users:read", "billing:read", "ledger:read");
  route.talk.wait_for = true;
  route.answer = {200, "The user, as both modules know them.", "UserOverview"};
  route.handle = std::move(handle);
  http::RouteTable table;
  table.schemas = {{"UserOverview", schema}};
  table.routes = {std::move(route)};
  return table;
}

}  // namespace

OverviewHalf half_of_user(http::Reads<http::UserReading> reads) {
  return [reads = std::make_shared<const decltype(reads)>(std::move(reads))](Call call,
                                                                             http::Reply reply) {
    http::read(*reads, std::move(call), std::move(reply), show_user);
  };
}

OverviewHalf half_of_billing(http::Reads<http::BillingReading> reads,
                             std::function<shared::Instant()> billing_now) {
  return [reads = std::make_shared<const decltype(reads)>(std::move(reads)),
          billing_now = std::move(billing_now)](Call call, http::Reply reply) {
    http::read(*reads, std::move(call), std::move(reply),
               [now = billing_now()](http::BillingReading& reading, const Call& asked) {
                 return show_billing(reading, asked, now);
               });
  };
}

OverviewHalf half_elsewhere(http::Handler& asks) {
  return [&asks](Call call, http::Reply reply) {
    http::forward(asks, std::move(call), std::move(reply));
  };
}

http::RouteTable overview_routes(OverviewHalves halves) {
  const auto shared_halves = std::make_shared<const OverviewHalves>(std::move(halves));
  return route_with([shared_halves](Call call, http::Reply reply) {
    overview(*shared_halves, std::move(call), std::move(reply));
  });
}

http::RouteTable half_routes(OverviewHalf half) { return route_with(std::move(half)); }

}  // namespace app
