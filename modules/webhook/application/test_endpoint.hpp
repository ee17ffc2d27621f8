#pragma once

#include <optional>

#include <ports/webhook/webhook_states.hpp>

#include <shared/domain/uuid.hpp>
#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// TestEndpoint: a delivery that says nothing but that it arrives, of type webhook.test, whatever
// the endpoint's choice of events. Says nothing; the delivery is the answer.
//   Errors  webhook.endpoint_not_found, webhook.endpoint_disabled
class TestEndpoint {
 public:
  struct Command {
    EndpointId endpoint;
    DeliveryId delivery;
    shared::Uuid message;
    shared::Instant at;
  };

  explicit TestEndpoint(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const { ports_.endpoints.want(command.endpoint); }
  shared::Result<std::optional<DeliveryState>> operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
