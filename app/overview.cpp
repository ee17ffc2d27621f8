#include <app/overview.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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
using Ports = std::shared_ptr<const OverviewPorts>;

constexpr std::size_t shown_max = 100;

struct OpenInvoice : billing::events::InvoiceState {
  bool overdue = false;
};
BOOST_DESCRIBE_STRUCT(OpenInvoice, (billing::events::InvoiceState), (overdue))

Response show_user(http::UserReading& reading, const Call& call) {
  const auto id = user::UserId::parse(call.at("id"));
  const auto user = id ? reading.users.find(*id) : std::nullopt;
  if (!user) return http::problem(user::errors::not_found(), call.request_id);
  return http::json_response(200, json::written(*user));
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

// Both answers on their way; the second one to come makes one of them.
struct Overview {
  std::array<Response, 2> parts;
  std::atomic<int> missing = 2;
  http::Reply reply;

  void came(std::size_t part, Response response) {
    parts[part] = std::move(response);
    if (--missing != 0) return;
    for (auto& one : parts) {
      if (one.status != 200) return reply(std::move(one));
    }
    reply(http::json_response(200, R"({"user":)" + parts[0].body + ',' + parts[1].body + '}'));
  }
};

void overview(const OverviewPorts& ports, Call call, http::Reply reply) {
  auto both = std::make_shared<Overview>();
  both->reply = std::move(reply);
  // What a write answered with is durable in its own module: billing is who may have to wait.
  Call of_user = call;
  std::erase_if(of_user.request.headers,
                [](const auto& header) { return header.first == "cleave-wait-for"; });
  http::read(ports.user, std::move(of_user),
             [both](Response response) { both->came(0, std::move(response)); }, show_user);
  const auto now = ports.billing_now();
  http::read(ports.billing, std::move(call),
             [both](Response response) { both->came(1, std::move(response)); },
             [now](http::BillingReading& reading, const Call& asked) {
               return show_billing(reading, asked, now);
             });
}

constexpr auto schema = R"({"type":"object",
"required":["user","subscriptions","open_invoices","balance","has_more"],"properties":{
"user":{"$ref":"#/components/schemas/User"},
"subscriptions":{"type":"array","maxItems":100,
"items":{"$ref":"#/components/schemas/Subscription"}},
"open_invoices":{"type":"array","maxItems":100,"items":{"type":"object",
"required":["id","number","status","currency","amount_remaining_minor","overdue"],"properties":{
"id":{"type":"string"},"number":{"type":["string","null"]},"status":{"type":"string"},
"currency":{"type":"string"},"amount_remaining_minor":{"type":"integer"},
"overdue":{"type":"boolean"}}}},
"balance":{"type":"array","description":"What the user owes, per currency; negative: credit.",
"items":{"type":"object","required":["currency","amount_minor"],"properties":{
"currency":{"type":"string"},"amount_minor":{"type":"integer"}}}},
"has_more":{"type":"boolean","description":"There are more than 100 of one of these."}}})";

}  // namespace

http::RouteTable overview_routes(OverviewPorts ports) {
  const auto shared_ports = std::make_shared<const OverviewPorts>(std::move(ports));
  http::Route route;
  route.method = "GET";
  route.pattern = "/v1/users/{id}/overview";
  route.operation_id = "getUserOverview";
  route.tag = "users";
  route.summary = "Show a user with subscriptions, open invoices and balance";
  route.description =
      "What user and billing know of one user, in one answer: at most 100 subscriptions "
      "that have not ended and 100 open invoices, oldest first, and what is owed.";
  route.access = http::Access::scoped("users:read", "billing:read", "ledger:read");
  route.talk.wait_for = true;
  route.answer = {200, "The user, as both modules know them.", "UserOverview"};
  route.handle = [shared_ports](Call call, http::Reply reply) {
    overview(*shared_ports, std::move(call), std::move(reply));
  };
  http::RouteTable table;
  table.schemas = {{"UserOverview", schema}};
  table.routes = {std::move(route)};
  return table;
}

}  // namespace app
