#pragma once

#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// SettleDelivery: how an attempt ended, written down. Says webhook.endpoint_disabled where the
// receiver is gone, or none of its deliveries has succeeded for five days; else nothing.
//   Idempotent  by (delivery, attempt): an end that was written down already changes nothing
class SettleDelivery {
 public:
  struct Command {
    DeliveryId id;
    int attempts_before = 0;
    Attempt attempt;
    shared::Instant at;
  };

  explicit SettleDelivery(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Done operator()(const Command& command) const;

 private:
  void tell(Endpoint endpoint, const Command& command) const;

  WebhookPorts ports_;
};

}  // namespace webhook
