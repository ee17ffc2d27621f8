#include <webhook/application/test_endpoint.hpp>

#include <webhook/domain/webhook_errors.hpp>

namespace webhook {

shared::Result<std::optional<DeliveryState>> TestEndpoint::operator()(
    const Command& command) const {
  const auto endpoint = ports_.endpoints.find(command.endpoint);
  if (!endpoint) return shared::refuse(errors::endpoint_not_found());
  const auto& is = endpoint->fields();
  if (!is.enabled) return shared::refuse(errors::endpoint_disabled());

  const auto message = shared::to_text(command.message);
  const Delivery delivery{{.id = command.delivery,
                           .endpoint = is.id,
                           .message_id = message,
                           .type = "webhook.test",
                           .log = {},
                           .object = is.id.text(),
                           .sequence = is.version,
                           .body = ports_.bodies.of_test(is.id, message, command.at),
                           .next_at = command.at,
                           .error = {},
                           .created_at = command.at,
                           .settled_at = {}}};
  ports_.deliveries.put(delivery);
  return state_of(delivery);
}

}  // namespace webhook
