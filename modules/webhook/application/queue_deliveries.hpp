#pragma once

#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// QueueDeliveries: another module's event, for each enabled endpoint that wants it. It runs in the
// follower's own transaction: one delivery for each event and endpoint, whatever crashes.
class QueueDeliveries {
 public:
  explicit QueueDeliveries(const WebhookPorts& ports) : ports_(ports) {}

  void want() const;
  void operator()(const Fact& fact) const;

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
