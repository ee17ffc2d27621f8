#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <ports/shared/ids.hpp>
#include <ports/sync/command.hpp>
#include <ports/webhook/webhook_views.hpp>
#include <webhook/application/webhook_module.hpp>

#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>

namespace http {

// What a reading thread has of the webhook module.
struct WebhookReading {
  webhook::EndpointViews& endpoints;
  webhook::DeliveryViews& deliveries;
};

struct WebhookRoutePorts {
  const webhook::WebhookModule& module;  // touched by commands alone, on the module's lane
  sync::CommandQueue& queue;
  Reads<WebhookReading> reads;
  shared::Ids& ids;
  std::function<std::string()> draw_secret;  // "whsec_...", another one each time
};
using WebhookPortsPtr = std::shared_ptr<const WebhookRoutePorts>;

// /v1/webhook_endpoints and /v1/webhook_deliveries, and all below them.
RouteTable webhook_routes(WebhookRoutePorts ports);

// The same, by what they are about.
std::vector<Route> endpoint_reads(const WebhookPortsPtr& ports);
std::vector<Route> endpoint_writes(const WebhookPortsPtr& ports);
std::vector<Route> delivery_routes(const WebhookPortsPtr& ports);
std::vector<Schema> endpoint_schemas();
std::vector<Schema> delivery_schemas();

}  // namespace http
