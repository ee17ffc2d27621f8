#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <billing/domain/billing_errors.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/billing/billing_json.hpp>

namespace http {
namespace {

constexpr const char* tag = "customers";

struct AddressBody {
  std::string line1;
  std::optional<std::string> line2;
  std::optional<std::string> postal_code;
  std::string city;
  std::optional<std::string> region;
  std::string country;
};
BOOST_DESCRIBE_STRUCT(AddressBody, (), (line1, line2, postal_code, city, region, country))

struct ProfileBody {
  std::optional<std::string> currency;
  std::optional<std::optional<std::string>> tax_id;  // null: there is none any more
  std::optional<std::optional<AddressBody>> address;
  std::optional<std::optional<std::string>> payment_method;
};
BOOST_DESCRIBE_STRUCT(ProfileBody, (), (currency, tax_id, address, payment_method))

std::optional<billing::Address> address_of(std::optional<AddressBody> said) {
  if (!said) return std::nullopt;
  return billing::Address{.line1 = std::move(said->line1),
                          .line2 = std::move(said->line2).value_or(""),
                          .postal_code = std::move(said->postal_code).value_or(""),
                          .city = std::move(said->city),
                          .region = std::move(said->region).value_or(""),
                          .country = std::move(said->country)};
}

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

Response list(BillingReading& reading, std::optional<billing::CustomerId> after, std::size_t limit,
              std::size_t parked_keys) {
  const auto page = reading.customers.page(after, limit);
  Response response = page_response(page, json::written<billing::CustomerView>);
  if (parked_keys != 0)
    response.headers.emplace_back("Cleave-Parked-Keys", std::to_string(parked_keys));
  return response;
}

void list_customers(const BillingRoutePorts& ports, Call call, Reply reply) {
  const auto refused = [&](const shared::Error& error) { reply(problem(error, call.request_id)); };
  const auto user = customer_in_query(call.request);
  if (!user) return refused(user.error());
  const auto page = page_asked<billing::CustomerId>(call.request, "a customer");
  if (!page) return refused(page.error());
  if (*user) {
    return read(
        ports.reads, std::move(call), std::move(reply),
        [id = **user](BillingReading& reading, const Call&) { return list_of_user(reading, id); },
        user_of(*user));
  }
  read(ports.reads, std::move(call), std::move(reply),
       [page = *page, parked_keys = ports.parked_keys](BillingReading& reading, const Call&) {
         return list(reading, page.after, page.limit, parked_keys());
       });
}

using Set = billing::SetBillingProfile::Command;

shared::Result<Set> set_command(const BillingRoutePorts&, const Call& call) {
  const auto target = target_of<billing::CustomerId>(call, billing::errors::customer_not_found());
  if (!target) return shared::refuse(target.error());
  auto body = json::read_request<ProfileBody>(call.request.body);
  if (!body) return shared::refuse(body.error());
  Set command{.id = target->id,
              .expected_version = target->version,
              .currency = std::move(body->currency),
              .tax_id = or_empty(std::move(body->tax_id)),
              .address = std::nullopt,
              .payment_method = or_empty(std::move(body->payment_method))};
  if (body->address) command.address = address_of(std::move(*body->address));
  return command;
}

Route list_route(const BillingPortsPtr& ports) {
  auto made = billing_read("/v1/customers", "listCustomers", tag, "List customers");
  made.access = Access::scoped("customers:read");
  made.description =
      "In the order of their ids, which is that of registration. Where changes of some users could "
      "not be applied, Cleave-Parked-Keys says of how many.";
  made.query = paged({id_filter("user_id", "The customer that is this user.")});
  made.answer = {200, "A page of customers.", "CustomerList"};
  made.handle = [ports](Call call, Reply reply) {
    list_customers(*ports, std::move(call), std::move(reply));
  };
  return made;
}

Route show_route(const BillingPortsPtr& ports) {
  auto made = billing_read("/v1/customers/{id}", "getCustomer", tag, "Show a customer");
  made.access = Access::scoped("customers:read");
  made.description =
      "Billing's copy of a user, which follows the user's event log, and billing's "
      "own profile of it.";
  made.answer = {200, "The customer.", "Customer"};
  made.refusals = {billing::errors::customer_not_found()};
  made.handle = [ports](Call call, Reply reply) {
    auto key = user_of(billing::CustomerId::parse(call.at("id")));
    read(ports->reads, std::move(call), std::move(reply), show, std::move(key));
  };
  return made;
}

Route set_route(const BillingPortsPtr& ports) {
  namespace no = billing::errors;
  auto made =
      at_a_version(with_body(billing_write("PATCH", "/v1/customers/{id}", "setBillingProfile", tag,
                                           "Set billing's own fields of a customer"),
                             Body::required, "SetBillingProfile"));
  made.access = Access::scoped("customers:write");
  made.description =
      "The first call opens the billing profile, and needs a currency; what a later "
      "call lacks stays as it is, and null takes it away. payment_method is the "
      "gateway's token of what invoices are charged to, never a card's number.";
  made.answer = {200, "The billing profile after the change.", "BillingProfile"};
  made.refusals.insert(made.refusals.end(),
                       {no::customer_not_found(), no::currency_required(), no::currency_unknown(),
                        no::currency_in_use(), no::tax_id_invalid(), no::address_invalid(),
                        no::payment_method_invalid()});
  made.handle = submitting(ports, &billing::BillingModule::set_billing_profile, set_command);
  return made;
}

std::vector<Schema> schemas() {
  const Abouts customer = {
      {"id", R"("description":"cus_...")"},
      {"user_id", R"("description":"usr_...")"},
      {"user_version", R"("description":"The user's version that this copy shows.")"},
      {"time_zone", R"("description":"IANA, such as Europe/Berlin.")"},
      {"status", R"("enum":["active","inactive"])"},
      {"version", R"("description":"Of the billing profile; 0: there is none. The ETag.")"},
      {"currency", R"("description":"ISO 4217 in lower case, such as eur.")"},
      {"country", R"("description":"ISO 3166-1, two letters, such as DE.")"},
      {"payment_method", R"("description":"The gateway's token.")"}};
  const Abouts said = {{"currency", R"("description":"ISO 4217, such as eur.")"},
                       {"tax_id", R"("maxLength":32)"},
                       {"country", R"("minLength":2,"maxLength":2)"},
                       {"payment_method", R"("maxLength":200)"}};
  return {{"Customer", answer_schema<billing::CustomerView>(customer)},
          {"CustomerList", list_schema("Customer")},
          {"SetBillingProfile", request_schema<ProfileBody>(said)},
          {"BillingProfile", answer_schema<billing::events::BillingProfileState>()}};
}

}  // namespace

RouteTable customer_routes(const BillingPortsPtr& ports) {
  return {.routes = {list_route(ports), show_route(ports), set_route(ports)},
          .schemas = schemas(),
          .tags = {}};
}

}  // namespace http
