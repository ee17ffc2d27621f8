#include <webhook/application/replay_delivery.hpp>

#include <webhook/domain/webhook_errors.hpp>

namespace webhook {

void ReplayDelivery::want(const Command& command) const {
  ports_.deliveries.want(command.id);
  if (const auto delivery = ports_.deliveries.find(command.id)) {
    ports_.endpoints.want(delivery->fields().endpoint);
  }
}

shared::Result<std::optional<DeliveryState>> ReplayDelivery::operator()(
    const Command& command) const {
  auto delivery = ports_.deliveries.find(command.id);
  if (!delivery) return shared::refuse(errors::delivery_not_found());
  const auto endpoint = ports_.endpoints.find(delivery->fields().endpoint);
  if (!endpoint) return shared::refuse(errors::endpoint_not_found());
  if (!endpoint->fields().enabled) return shared::refuse(errors::endpoint_disabled());

  delivery->replay(command.at);
  ports_.deliveries.put(*delivery);
  return state_of(*delivery);
}

}  // namespace webhook
