#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <adapters/json/webhook/delivery_projection.hpp>
#include <adapters/json/webhook/json_bodies.hpp>
#include <adapters/json/webhook/json_webhook_outbox.hpp>
#include <adapters/sql/webhook/delivery_row.hpp>
#include <adapters/sql/webhook/endpoint_row.hpp>
#include <adapters/sql/webhook/sql_webhook_views.hpp>
#include <adapters/system/webhook/sodium_signer.hpp>

#include <webhook/application/courier.hpp>
#include <webhook/application/webhook_module.hpp>

#include <tests/simulation/life.hpp>
#include <tests/simulation/sim_receiver.hpp>

namespace sim {

// WebhookLife: one life of the webhook module's process, with its courier.
class WebhookLife final : public Life {
 public:
  WebhookLife(const Surroundings& surroundings, sync::Follower::Limits limits,
              SimReceiver& receiver);

  sync::Command command(const Wish& wish, const Attempt& attempt) override;
  std::map<std::string, Row> rows(const std::string&, const std::vector<std::string>&) override {
    return {};
  }
  webhook::WebhookModule& module() { return module_; }
  std::vector<webhook::Endpoint> endpoints() { return endpoint_views_.all(); }
  // Every delivery there is, without what was sent.
  std::vector<webhook::Delivery> deliveries();
  // A few of the newest.
  std::vector<webhook::Delivery> some_deliveries();
  bool at_rest() { return due_.endpoints_pending().empty(); }
  // There is a delivery that was settled so long ago that it should be forgotten.
  bool keeps_old();
  // When the first of those that are pending is due; nothing where none is.
  std::optional<shared::Instant> next_due();

 private:
  sql::SqlEndpoints endpoints_;
  sql::SqlEndpointRegisters registers_;
  sql::SqlDeliveries deliveries_;
  sql::SqlEndpointViews endpoint_views_;
  sql::SqlDeliveryViews delivery_views_;
  sql::SqlDueDeliveries due_;
  sync::UnitOfWork& unit_;
  json::JsonWebhookOutbox outbox_;
  json::JsonBodies bodies_;
  os::SodiumSigner signer_;
  webhook::WebhookModule module_;
  json::DeliveryProjection user_events_;
  json::DeliveryProjection billing_events_;
  SimTransport transport_;
  webhook::Courier courier_;
};

}  // namespace sim
