#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ports/webhook/webhook_states.hpp>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/http/webhook/webhook_call.hpp>
#include <adapters/json/webhook/webhook_json.hpp>

namespace http {
namespace {

namespace no = webhook::errors;
using webhook::DeliveryId;
using Replay = webhook::ReplayDelivery::Command;

std::string shown(const webhook::Delivery& delivery) {
  return json::written(webhook::state_of(delivery));
}

struct Asked {
  webhook::DeliveryFilter filter;
  std::optional<DeliveryId> after;
  std::size_t limit = 0;
};

// A parameter that is an id or a word; nothing where it is missing.
template <class Parse>
auto in_query(const Request& request, std::string_view name, Parse parse, std::string_view what)
    -> shared::Result<decltype(parse(name))> {
  const auto text = request.parameter(name);
  if (!text) return decltype(parse(name)){};
  auto value = parse(*text);
  if (!value) return shared::refuse(errors::bad_parameter(name, std::string(what)));
  return value;
}

shared::Result<Asked> asked_in(const Request& request) {
  const auto page = page_of(request);
  if (!page) return shared::refuse(page.error());
  const auto endpoint =
      in_query(request, "endpoint_id", webhook::EndpointId::parse, "the id of a webhook endpoint");
  if (!endpoint) return shared::refuse(endpoint.error());
  const auto status = in_query(request, "status", webhook::parse_delivery_status,
                               "pending, succeeded, failed or canceled");
  if (!status) return shared::refuse(status.error());
  const auto after =
      in_query(request, "starting_after", DeliveryId::parse, "the id of a webhook delivery");
  if (!after) return shared::refuse(after.error());
  return Asked{{*endpoint, *status}, *after, page->limit};
}

Response list(WebhookReading& reading, const Call& call) {
  const auto asked = asked_in(call.request);
  if (!asked) return problem(asked.error(), call.request_id);
  const auto page = reading.deliveries.page(asked->filter, asked->after, asked->limit);
  std::vector<std::string> rows;
  for (const auto& delivery : page.rows) rows.push_back(shown(delivery));
  return json_response(200, list_body(rows, page.has_more));
}

Response show(WebhookReading& reading, const Call& call) {
  const auto id = DeliveryId::parse(call.at("id"));
  const auto delivery = id ? reading.deliveries.find(*id) : std::nullopt;
  if (!delivery) return problem(no::delivery_not_found(), call.request_id);
  return json_response(200, with_member(shown(*delivery), "body", delivery->fields().body));
}

shared::Result<Replay> replay_command(const WebhookRoutePorts&, const Call& call) {
  const auto id = DeliveryId::parse(call.at("id"));
  if (!id) return shared::refuse(no::delivery_not_found());
  return Replay{.id = *id, .at = call.origin.at};
}

template <class Look>
auto showing(const WebhookPortsPtr& ports, Look look) {
  return [ports, look](Call call, Reply reply) {
    read(ports->reads, std::move(call), std::move(reply), look);
  };
}

}  // namespace

std::vector<Route> delivery_routes(const WebhookPortsPtr& ports) {
  auto lists = webhook_read("/v1/webhook_deliveries", "listWebhookDeliveries",
                            "List what was sent, or is to be");
  lists.description = "The newest first. What is settled is kept for 30 days.";
  lists.query = {{"endpoint_id", "To this endpoint.", R"({"type":"string"})"},
                 {"status", "In this state.",
                  R"({"type":"string","enum":["pending","succeeded","failed","canceled"]})"},
                 {"limit", "At most so many.",
                  R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"},
                 {"starting_after", "Behind this one: the last id of the page before.",
                  R"({"type":"string"})"}};
  lists.answer = {200, "A page of deliveries, without what was sent.", "WebhookDeliveryList"};
  lists.handle = showing(ports, list);

  auto shows = webhook_read("/v1/webhook_deliveries/{id}", "getWebhookDelivery",
                            "Show a delivery, with what is sent");
  shows.answer = {200, "The delivery.", "WebhookDeliveryWithBody"};
  shows.refusals = {no::delivery_not_found()};
  shows.handle = showing(ports, show);

  auto replays = webhook_write("POST", "/v1/webhook_deliveries/{id}/replay",
                               "replayWebhookDelivery", "Send a delivery again");
  replays.description = "Now, whatever became of it: the same message, under the same id.";
  replays.answer = {202, "The delivery, which is on its way.", "WebhookDelivery"};
  replays.refusals = {no::delivery_not_found(), no::endpoint_not_found(), no::endpoint_disabled()};
  replays.handle = submitting(ports, &webhook::WebhookModule::replay_delivery, replay_command);
  return {std::move(lists), std::move(shows), std::move(replays)};
}

std::vector<Schema> delivery_schemas() {
  return {{"WebhookDelivery",
           answer_schema<webhook::DeliveryState>(
               {{"id", R"("description":"whd_...")"},
                {"event_id", R"("description":"The header webhook-id, the same in each attempt.")"},
                {"sequence", R"("description":"The object's version after the event.")"},
                {"status", R"("enum":["pending","succeeded","failed","canceled"])"}})},
          {"WebhookDeliveryList", list_schema("WebhookDelivery")},
          {"WebhookDeliveryWithBody",
           schema_with_member("WebhookDelivery", "body",
                              R"({"type":"object","description":"What is sent."})")}};
}

}  // namespace http
