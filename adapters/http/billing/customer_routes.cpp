#include <adapters/http/billing/customer_routes.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <billing/domain/billing_errors.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/writes.hpp>
#include <adapters/json/billing/billing_json.hpp>

namespace http {
namespace {

using Ports = std::shared_ptr<const CustomerRoutePorts>;

struct ProfileBody {
  std::optional<std::string> currency;
  std::optional<std::optional<std::string>> tax_id;  // null: there is none any more
};
BOOST_DESCRIBE_STRUCT(ProfileBody, (), (currency, tax_id))

// The user of whom a customer is billing's copy, as the user module's log names it.
std::optional<AwaitedKey> user_of(const std::optional<billing::CustomerId>& id) {
  if (!id) return std::nullopt;
  return AwaitedKey{"user", id->user_text()};
}

Response show(BillingReading& reading, const Call& call) {
  const auto id = billing::CustomerId::parse(call.at("id"));
  const auto customer = id ? reading.customers.find(*id) : std::nullopt;
  if (!customer) return problem(billing::errors::customer_not_found(), call.request_id);
  return state_response(200, json::written(*customer));
}

// The customers that are one user: one, or none.
Response list_of_user(BillingReading& reading, const billing::CustomerId& id) {
  std::vector<std::string> customers;
  if (const auto customer = reading.customers.find(id))
    customers.push_back(json::written(*customer));
  return json_response(200, list_body(customers, false));
}

Response list(BillingReading& reading, std::optional<billing::CustomerId> after,
              std::size_t limit, std::size_t parked_keys) {
  const auto page = reading.customers.page(after, limit);
  std::vector<std::string> customers;
  customers.reserve(page.customers.size());
  for (const auto& customer : page.customers) customers.push_back(json::written(customer));
  Response response = json_response(200, list_body(customers, page.has_more));
  if (parked_keys != 0)
    response.headers.emplace_back("Cleave-Parked-Keys", std::to_string(parked_keys));
  return response;
}

void list_customers(const CustomerRoutePorts& ports, Call call, Reply reply) {
  const auto refused = [&](std::string_view name, std::string_view what) {
    reply(problem(errors::bad_parameter(name, what), call.request_id));
  };
  const auto page = page_of(call.request);
  if (!page) return reply(problem(page.error(), call.request_id));
  if (const auto text = call.request.parameter("user_id")) {
    const auto id = billing::CustomerId::of_user(*text);
    if (!id) return refused("user_id", "the id of a user");
    return read(
        ports.reads, std::move(call), std::move(reply),
        [id = *id](BillingReading& reading, const Call&) { return list_of_user(reading, id); },
        user_of(id));
  }
  std::optional<billing::CustomerId> after;
  if (!page->starting_after.empty()) {
    after = billing::CustomerId::parse(page->starting_after);
    if (!after) return refused("starting_after", "the id of a customer");
  }
  read(ports.reads, std::move(call), std::move(reply),
       [after, limit = page->limit, parked_keys = ports.parked_keys](BillingReading& reading,
                                                                     const Call&) {
         return list(reading, after, limit, parked_keys());
       });
}

void set_profile(const CustomerRoutePorts& ports, const Call& call, Reply reply) {
  const auto id = billing::CustomerId::parse(call.at("id"));
  if (!id) return reply(problem(billing::errors::customer_not_found(), call.request_id));
  const auto version = expected_version(call.request);
  if (!version) return reply(problem(version.error(), call.request_id));
  auto body = json::read_request<ProfileBody>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  std::optional<std::string> tax_id;
  if (body->tax_id) tax_id = body->tax_id->value_or("");
  submit(ports.queue, ports.module.set_billing_profile,
         {*id, *version, std::move(body->currency), std::move(tax_id)}, call, std::move(reply));
}

Route route(std::string method, std::string pattern, std::string operation_id,
            std::string summary, std::string scope) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = "customers";
  made.summary = std::move(summary);
  made.access = Access::scoped(std::move(scope));
  return made;
}

Route list_route(const Ports& ports) {
  auto made = route("GET", "/v1/customers", "listCustomers", "List customers", "customers:read");
  made.description =
      "In the order of their ids, which is that of registration. Where changes of some users could "
      "not be applied, Cleave-Parked-Keys says of how many.";
  made.talk.wait_for = true;
  made.query = {{"user_id", "The customer that is this user.", R"({"type":"string"})"},
                {"limit", "At most so many.",
                 R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"},
                {"starting_after", "Behind this customer: the last id of the page before.",
                 R"({"type":"string"})"}};
  made.answer = {200, "A page of customers.", "CustomerList"};
  made.handle = [ports](Call call, Reply reply) {
    list_customers(*ports, std::move(call), std::move(reply));
  };
  return made;
}

Route show_route(const Ports& ports) {
  auto made = route("GET", "/v1/customers/{id}", "getCustomer", "Show a customer",
                    "customers:read");
  made.description = "Billing's copy of a user, which follows the user's event log, and billing's "
                     "own profile of it.";
  made.talk.wait_for = true;
  made.answer = {200, "The customer.", "Customer"};
  made.handle = [ports](Call call, Reply reply) {
    auto key = user_of(billing::CustomerId::parse(call.at("id")));
    read(ports->reads, std::move(call), std::move(reply), show, std::move(key));
  };
  return made;
}

Route set_route(const Ports& ports) {
  auto made = route("PATCH", "/v1/customers/{id}", "setBillingProfile",
                    "Set billing's own fields of a customer", "customers:write");
  made.description = "The first call opens the billing profile, and needs a currency; what a later "
                     "call lacks stays as it is. A tax_id of null is no tax id.";
  made.talk.idempotency_key = true;
  made.talk.if_match = true;
  made.body = Body::required;
  made.body_schema = "SetBillingProfile";
  made.answer = {200, "The billing profile after the change.", "BillingProfile"};
  made.handle = [ports](const Call& call, Reply reply) {
    set_profile(*ports, call, std::move(reply));
  };
  return made;
}

std::vector<Schema> schemas() {
  return {
      {"Customer", R"({"type":"object","required":["id","user_id","user_version","email",
"display_name","status","has_billing_profile","version","currency","tax_id"],"properties":{
"id":{"type":"string","description":"cus_..."},
"user_id":{"type":"string","description":"usr_..."},
"user_version":{"type":"integer","description":"The user's version that this copy shows."},
"email":{"type":"string"},"display_name":{"type":"string"},
"status":{"type":"string","enum":["active","inactive"]},
"has_billing_profile":{"type":"boolean"},
"version":{"type":"integer","description":"Of the billing profile; 0: there is none. The ETag."},
"currency":{"type":["string","null"]},"tax_id":{"type":["string","null"]}}})"},
      {"CustomerList", R"({"type":"object","required":["data","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/Customer"}},
"has_more":{"type":"boolean"}}})"},
      {"SetBillingProfile", R"({"type":"object","additionalProperties":false,"properties":{
"currency":{"type":"string","description":"ISO 4217, such as eur."},
"tax_id":{"type":["string","null"],"maxLength":32}}})"},
      {"BillingProfile", R"({"type":"object",
"required":["id","user_id","version","currency","has_tax_id"],"properties":{
"id":{"type":"string","description":"cus_..."},"user_id":{"type":"string"},
"version":{"type":"integer"},"currency":{"type":"string"},"has_tax_id":{"type":"boolean"}}})"},
  };
}

}  // namespace

RouteTable customer_routes(CustomerRoutePorts ports) {
  const auto shared_ports = std::make_shared<const CustomerRoutePorts>(std::move(ports));
  RouteTable table;
  table.tags = {{"customers", "Users, as billing knows them."}};
  table.schemas = schemas();
  table.routes = {list_route(shared_ports), show_route(shared_ports), set_route(shared_ports)};
  return table;
}

}  // namespace http
