#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ports/billing/billing_states.hpp>

#include <billing/domain/billing_errors.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/billing/billing_json.hpp>

namespace http {
namespace {

namespace no = billing::errors;
using billing::ProductId;
using Texts = std::vector<std::string>;

constexpr const char* tag = "catalogue";

struct NewProduct {
  std::string name;
  std::optional<std::string> description;
  std::optional<Texts> entitlements;
};
BOOST_DESCRIBE_STRUCT(NewProduct, (), (name, description, entitlements))

struct ProductWords {
  std::optional<std::optional<std::string>> name;
  std::optional<std::optional<std::string>> description;
  std::optional<std::optional<Texts>> entitlements;
};
BOOST_DESCRIBE_STRUCT(ProductWords, (), (name, description, entitlements))

using Create = billing::CreateProduct::Command;
using Change = billing::ChangeProduct::Command;
using Archive = billing::ArchiveProduct::Command;

shared::Result<Create> create_command(const BillingRoutePorts& ports, const Call& call) {
  auto body = json::read_request<NewProduct>(call.request.body);
  if (!body) return shared::refuse(body.error());
  return Create{
      .id = {ports.ids.next()},
      .words = {std::move(body->name), std::move(body->description), std::move(body->entitlements)},
      .at = call.origin.at};
}

shared::Result<Change> change_command(const BillingRoutePorts&, const Call& call) {
  const auto target = target_of<ProductId>(call, no::product_not_found());
  if (!target) return shared::refuse(target.error());
  auto body = json::read_request<ProductWords>(call.request.body);
  if (!body) return shared::refuse(body.error());
  return Change{.id = target->id,
                .expected_version = target->version,
                .words = {or_empty(std::move(body->name)), or_empty(std::move(body->description)),
                          or_empty(std::move(body->entitlements))},
                .at = call.origin.at};
}

shared::Result<Archive> archive_command(const BillingRoutePorts&, const Call& call) {
  const auto target = target_of<ProductId>(call, no::product_not_found());
  if (!target) return shared::refuse(target.error());
  return Archive{.id = target->id, .expected_version = target->version, .at = call.origin.at};
}

std::string shown(const billing::Product& product) {
  return json::written(billing::state_of(product));
}

using Asked = PageAsked<ProductId>;

shared::Result<Asked> list_query(const BillingRoutePorts&, const Call& call) {
  return page_asked<ProductId>(call.request, "a product");
}

Response list(BillingReading& reading, const Call&, const Asked& asked) {
  return page_response(reading.catalogue.products(asked.after, asked.limit), shown);
}

Response show(BillingReading& reading, const Call& call) {
  const auto id = ProductId::parse(call.at("id"));
  const auto product = id ? reading.catalogue.product(*id) : std::nullopt;
  if (!product) return problem(no::product_not_found(), call.request_id);
  return state_response(200, shown(*product));
}

std::vector<Route> reads(const BillingPortsPtr& ports) {
  auto lists = billing_read("/v1/products", "listProducts", tag, "List products");
  lists.description = "In the order of their making, archived ones too.";
  lists.query = paged({});
  lists.answer = {200, "A page of products.", "ProductList"};
  lists.handle = looking(ports, list_query, list);

  auto shows = billing_read("/v1/products/{id}", "getProduct", tag, "Show a product");
  shows.answer = {200, "The product.", "Product"};
  shows.refusals = {no::product_not_found()};
  shows.handle = showing(ports, show);
  return {std::move(lists), std::move(shows)};
}

std::vector<Route> writes(const BillingPortsPtr& ports) {
  using Module = billing::BillingModule;
  auto creates =
      with_body(billing_write("POST", "/v1/products", "createProduct", tag, "Create a product"),
                Body::required, "NewProduct");
  creates.description =
      "What it costs is said by its prices. Its entitlements are words that mean "
      "something to you: who subscribes has them.";
  creates.answer = {201, "The new product.", "Product"};
  creates.refusals = {no::product_name_invalid(), no::product_description_invalid(),
                      no::entitlement_invalid(), no::too_many_entitlements()};
  creates.handle = submitting(ports, &Module::create_product, create_command);

  auto changes = at_a_version(with_body(
      billing_write("PATCH", "/v1/products/{id}", "updateProduct", tag, "Change a product"),
      Body::required, "UpdateProduct"));
  changes.description =
      "What is missing stays as it is; null empties a field. Subscriptions keep "
      "the entitlements they were sold with.";
  changes.answer = {200, "The product after the change.", "Product"};
  changes.refusals.insert(
      changes.refusals.end(),
      {no::product_not_found(), no::product_name_invalid(), no::product_description_invalid(),
       no::entitlement_invalid(), no::too_many_entitlements(), no::product_archived()});
  changes.handle = submitting(ports, &Module::change_product, change_command);

  auto archives = at_a_version(billing_write("POST", "/v1/products/{id}/archive", "archiveProduct",
                                             tag, "Sell a product no more"));
  archives.description = "There is no way back. Subscriptions to it go on.";
  archives.answer = {200, "The archived product.", "Product"};
  archives.refusals.push_back(no::product_not_found());
  archives.handle = submitting(ports, &Module::archive_product, archive_command);
  return {std::move(creates), std::move(changes), std::move(archives)};
}

std::vector<Schema> schemas() {
  const Abouts said = {{"name", R"("maxLength":200)"},
                       {"description", R"("maxLength":2000)"},
                       {"entitlements", R"("maxItems":50)"}};
  return {{"Product", answer_schema<billing::events::ProductState>(
                          {{"id", R"("description":"prod_...")"},
                           {"version", R"("description":"Counts the changes; the ETag.")"}})},
          {"ProductList", list_schema("Product")},
          {"NewProduct", request_schema<NewProduct>(said)},
          {"UpdateProduct", request_schema<ProductWords>(said)}};
}

}  // namespace

RouteTable product_routes(const BillingPortsPtr& ports) {
  RouteTable table{.routes = writes(ports), .schemas = schemas(), .tags = {}};
  table.add({.routes = reads(ports), .schemas = {}, .tags = {}});
  return table;
}

}  // namespace http
