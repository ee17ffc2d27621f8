#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// ForgetDeliveries: deletes deliveries that were settled long ago, as far as they still are. Says
// nothing.
class ForgetDeliveries {
 public:
  static constexpr std::chrono::days keep{30};
  static constexpr std::size_t deliveries_max = 200;

  struct Command {
    std::vector<DeliveryId> ids;  // at most deliveries_max
    shared::Instant settled_before;
  };

  explicit ForgetDeliveries(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const {
    for (const auto& id : command.ids) ports_.deliveries.want(id);
  }
  shared::Done operator()(const Command& command) const {
    for (const auto& id : command.ids) {
      const auto delivery = ports_.deliveries.find(id);
      if (!delivery || !delivery->fields().settled_at) continue;
      if (*delivery->fields().settled_at < command.settled_before) ports_.deliveries.remove(id);
    }
    return {};
  }

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
