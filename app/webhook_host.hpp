#pragma once

#include <string_view>
#include <vector>

#include <adapters/json/webhook/delivery_projection.hpp>
#include <adapters/json/webhook/json_bodies.hpp>
#include <adapters/json/webhook/json_webhook_outbox.hpp>
#include <adapters/sql/webhook/delivery_row.hpp>
#include <adapters/sql/webhook/endpoint_row.hpp>
#include <adapters/sql/webhook/sql_webhook_views.hpp>
#include <app/module_lane.hpp>
#include <webhook/application/webhook_module.hpp>

namespace app {

// WebhookHost: the webhook module with everything it stands on. Members stand in the order of
// start.
struct WebhookHost {
  WebhookHost(const Machine& machine, const sql::Location& at, LaneOptions options,
              const webhook::WebhookRules& rules)
      : store("webhook", at, machine.clock.now()),
        lane(machine, store, {&endpoints, &registers, &deliveries}, std::move(options)),
        module({endpoints, registers, deliveries, outbox, bodies, machine.ids, machine.clock},
               rules) {}

  // Webhooks tell others whatever both say, and keep no copy.
  std::vector<sync::Followed> hears(std::string_view source) {
    if (source == "user") return {{user_events}};
    if (source == "billing") return {{billing_events}};
    return {};
  }

  ModuleStore store;
  sql::SqlEndpoints endpoints{store.writer};
  sql::SqlEndpointRegisters registers{store.writer};
  sql::SqlDeliveries deliveries{store.writer};
  ModuleLane lane;
  json::JsonWebhookOutbox outbox{lane.unit()};
  json::JsonBodies bodies;
  webhook::WebhookModule module;
  json::DeliveryProjection user_events{module.queue_deliveries, "user/0"};
  json::DeliveryProjection billing_events{module.queue_deliveries, "billing/0"};
};

// WebhookReads: what one reading thread has of the module's database.
struct WebhookReads {
  explicit WebhookReads(const sql::Location& at) : log(at) {}

  LogAccess log;
  sql::SqlParkedKeys parked{log.session};
  sql::SqlEndpointViews endpoints{log.session};
  sql::SqlDeliveryViews deliveries{log.session};
};

}  // namespace app
