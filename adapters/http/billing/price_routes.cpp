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
using billing::PriceId;
using billing::ProductId;

constexpr const char* tag = "catalogue";

struct NewPrice {
  std::optional<std::string> product_id;
  std::optional<std::string> currency;
  std::int64_t unit_amount_minor = 0;
  std::optional<std::string> interval;
  std::optional<std::string> replaces;
};
BOOST_DESCRIBE_STRUCT(NewPrice, (), (product_id, currency, unit_amount_minor, interval, replaces))

using Create = billing::CreatePrice::Command;
using Archive = billing::ArchivePrice::Command;

// A price that replaces another has all but the amount from that one.
std::optional<shared::Error> missing_member(const NewPrice& body) {
  if (body.replaces) return std::nullopt;
  if (!body.product_id) return json::errors::missing_member("/product_id");
  if (!body.currency) return json::errors::missing_member("/currency");
  if (!body.interval) return json::errors::missing_member("/interval");
  return std::nullopt;
}

shared::Result<Create> create_command(const BillingRoutePorts& ports, const Call& call) {
  auto body = json::read_request<NewPrice>(call.request.body);
  if (!body) return shared::refuse(body.error());
  if (auto missing = missing_member(*body)) return shared::refuse(std::move(*missing));
  Create command{.id = {ports.ids.next()},
                 .product = std::nullopt,
                 .currency = std::move(body->currency),
                 .interval = std::move(body->interval),
                 .unit_amount_minor = body->unit_amount_minor,
                 .replaces = std::nullopt,
                 .at = call.origin.at};
  if (body->product_id) {
    command.product = ProductId::parse(*body->product_id);
    if (!command.product)
      return shared::refuse(shared::at_field(no::product_not_found(), "/product_id"));
  }
  if (body->replaces) {
    command.replaces = PriceId::parse(*body->replaces);
    if (!command.replaces)
      return shared::refuse(shared::at_field(no::price_not_found(), "/replaces"));
  }
  return command;
}

shared::Result<Archive> archive_command(const BillingRoutePorts&, const Call& call) {
  const auto target = target_of<PriceId>(call, no::price_not_found());
  if (!target) return shared::refuse(target.error());
  return Archive{.id = target->id, .expected_version = target->version, .at = call.origin.at};
}

std::string shown(const billing::Price& price) { return json::written(billing::state_of(price)); }

struct Asked {
  std::optional<ProductId> product;
  PageAsked<PriceId> page;
};

shared::Result<Asked> list_query(const BillingRoutePorts&, const Call& call) {
  const auto page = page_asked<PriceId>(call.request, "a price");
  if (!page) return shared::refuse(page.error());
  const auto product = id_in_query<ProductId>(call.request, "product_id", "a product");
  if (!product) return shared::refuse(product.error());
  return Asked{*product, *page};
}

Response list(BillingReading& reading, const Call&, const Asked& asked) {
  return page_response(reading.catalogue.prices(asked.product, asked.page.after, asked.page.limit),
                       shown);
}

Response show(BillingReading& reading, const Call& call) {
  const auto id = PriceId::parse(call.at("id"));
  const auto price = id ? reading.catalogue.price(*id) : std::nullopt;
  if (!price) return problem(no::price_not_found(), call.request_id);
  return state_response(200, shown(*price));
}

std::vector<Route> reads(const BillingPortsPtr& ports) {
  auto lists = billing_read("/v1/prices", "listPrices", tag, "List prices");
  lists.description = "In the order of their making, archived ones too.";
  lists.query = paged({id_filter("product_id", "Those of this product.")});
  lists.answer = {200, "A page of prices.", "PriceList"};
  lists.handle = looking(ports, list_query, list);

  auto shows = billing_read("/v1/prices/{id}", "getPrice", tag, "Show a price");
  shows.answer = {200, "The price.", "Price"};
  shows.refusals = {no::price_not_found()};
  shows.handle = showing(ports, show);
  return {std::move(lists), std::move(shows)};
}

std::vector<Route> writes(const BillingPortsPtr& ports) {
  using Module = billing::BillingModule;
  auto creates =
      with_body(billing_write("POST", "/v1/prices", "createPrice", tag, "Create a price"),
                Body::required, "NewPrice");
  creates.description =
      "A price never changes. One that replaces another is its next revision: it needs only the "
      "amount, the old one is archived with it, and who pays the old one goes on paying it.";
  creates.answer = {201, "The new price.", "Price"};
  creates.refusals = {no::product_not_found(),      no::price_not_found(),
                      no::product_archived(),       no::price_archived(),
                      no::price_replaced_differs(), no::currency_unknown(),
                      no::interval_unknown(),       no::unit_amount_out_of_range()};
  creates.handle = submitting(ports, &Module::create_price, create_command);

  auto archives = at_a_version(billing_write("POST", "/v1/prices/{id}/archive", "archivePrice", tag,
                                             "Sell at a price no more"));
  archives.description = "There is no way back. Who pays it goes on paying it.";
  archives.answer = {200, "The archived price.", "Price"};
  archives.refusals.push_back(no::price_not_found());
  archives.handle = submitting(ports, &Module::archive_price, archive_command);
  return {std::move(creates), std::move(archives)};
}

std::vector<Schema> schemas() {
  const std::string_view amount = R"("minimum":0,"maximum":1000000000000,"description":)"
                                  R"("In minor units: EUR 12.50 is 1250, JPY 12 is 12.")";
  return {
      {"Price", answer_schema<billing::events::PriceState>(
                    {{"id", R"("description":"price_...")"},
                     {"version", R"("description":"2 once it is archived; the ETag.")"},
                     {"revision", R"("description":"1, 2, 3, ... along a line of replacements.")"},
                     {"replaces", R"("description":"The revision before, price_...")"},
                     {"currency", R"("description":"ISO 4217 in lower case, such as eur.")"},
                     {"unit_amount_minor", amount},
                     {"interval", R"("enum":["month","year"])"}})},
      {"PriceList", list_schema("Price")},
      {"NewPrice",
       request_schema<NewPrice>(
           {{"currency", R"("description":"ISO 4217, such as eur.")"},
            {"unit_amount_minor", amount},
            {"interval", R"("enum":["month","year",null])"},
            {"replaces", R"("description":"The price whose next revision this is.")"}})}};
}

}  // namespace

RouteTable price_routes(const BillingPortsPtr& ports) {
  RouteTable table{.routes = writes(ports), .schemas = schemas(), .tags = {}};
  table.add({.routes = reads(ports), .schemas = {}, .tags = {}});
  return table;
}

}  // namespace http
