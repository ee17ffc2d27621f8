#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ports/webhook/webhook_states.hpp>

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

struct Listed {
  webhook::DeliveryFilter filter;
  PageAsked<DeliveryId> page;
};

shared::Result<Listed> list_query(const WebhookRoutePorts&, const Call& call) {
  const auto endpoint =
      id_in_query<webhook::EndpointId>(call.request, "endpoint_id", "a webhook endpoint");
  if (!endpoint) return shared::refuse(endpoint.error());
  const auto status = word_in_query(call.request, "status", webhook::parse_delivery_status,
                                    "pending, succeeded, failed and canceled");
  if (!status) return shared::refuse(status.error());
  const auto page = page_asked<DeliveryId>(call.request, "a webhook delivery");
  if (!page) return shared::refuse(page.error());
  return Listed{{*endpoint, *status}, *page};
}

Response list(WebhookReading& reading, const Call&, const Listed& asked) {
  const auto page = reading.deliveries.page(asked.filter, asked.page.after, asked.page.limit);
  std::vector<std::string> rows;
  for (const auto& delivery : page.rows) rows.push_back(shown(delivery));
  return json_response(200, list_body(rows, page.has_more));
}

// What was sent says what the event says, so it is for those who may read events.
Response show(WebhookReading& reading, const Call& call) {
  const auto id = DeliveryId::parse(call.at("id"));
  const auto delivery = id ? reading.deliveries.find(*id) : std::nullopt;
  if (!delivery) return problem(no::delivery_not_found(), call.request_id);
  if (!call.principal->may("events:read")) return json_response(200, shown(*delivery));
  return json_response(200, with_member(shown(*delivery), "body", delivery->fields().body));
}

shared::Result<Replay> replay_command(const WebhookRoutePorts&, const Call& call) {
  const auto id = DeliveryId::parse(call.at("id"));
  if (!id) return shared::refuse(no::delivery_not_found());
  return Replay{.id = *id, .at = call.origin.at};
}

}  // namespace

std::vector<Route> delivery_routes(const WebhookPortsPtr& ports) {
  auto lists = webhook_read("/v1/webhook_deliveries", "listWebhookDeliveries",
                            "List what was sent, or is to be");
  lists.description = "The newest first. What is settled is kept for 30 days.";
  lists.query =
      paged({id_filter("endpoint_id", "To this endpoint."),
             {"status", "In this state.",
              R"({"type":"string","enum":["pending","succeeded","failed","canceled"]})"}});
  lists.answer = {200, "A page of deliveries, without what was sent.", "WebhookDeliveryList"};
  lists.handle = looking(ports, list_query, list);

  auto shows = webhook_read("/v1/webhook_deliveries/{id}", "getWebhookDelivery",
                            "Show a delivery, with what is sent");
  shows.description = "What is sent, its body, is shown to keys that hold events:read too.";
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
                              R"({"type":"object","description":"What is sent; )"
                              R"(missing for keys without events:read."})",
                              Presence::optional)}};
}

}  // namespace http
