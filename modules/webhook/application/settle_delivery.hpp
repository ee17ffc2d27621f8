#pragma once

#include <cstdint>

#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// SettleDelivery: how an attempt ended, written down. Says webhook.endpoint_disabled where the
// receiver is gone, or none of its deliveries has succeeded for five days; else nothing.
// Nothing is canceled while its endpoint is enabled. Of an endpoint that was changed since an
// attempt began, the attempt says nothing: then 410 is a failure like others, and what waits goes
// to where the endpoint is now.
//   Idempotent  by (delivery, attempt): an end that was written down already changes nothing
class SettleDelivery {
 public:
  struct Command {
    DeliveryId id;
    int attempts_before = 0;
    std::int64_t endpoint_version = 0;  // when it was sent
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
