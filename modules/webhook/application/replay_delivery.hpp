#pragma once

#include <optional>

#include <ports/webhook/webhook_states.hpp>

#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// ReplayDelivery: it is sent again, now, whatever became of it: the same message, under the same
// id. Says nothing; the delivery is the answer.
//   Errors  webhook.delivery_not_found, webhook.endpoint_not_found (it is deleted),
//           webhook.endpoint_disabled
class ReplayDelivery {
 public:
  struct Command {
    DeliveryId id;
    shared::Instant at;
  };

  explicit ReplayDelivery(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<std::optional<DeliveryState>> operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
