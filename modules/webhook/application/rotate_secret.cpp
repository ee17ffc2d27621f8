#include <webhook/application/rotate_secret.hpp>

namespace webhook {

shared::Done RotateSecret::operator()(const Command& command) const {
  auto endpoint = found(ports_.endpoints, command.id, command.expected_version);
  if (!endpoint) return shared::refuse(endpoint.error());

  auto before = state_of(*endpoint);
  endpoint->rotate(command.secret, command.at);
  ports_.endpoints.put(*endpoint);
  ports_.outbox.append(
      events::EndpointSecretRotated{.after = state_of(*endpoint), .before = std::move(before)});
  return {};
}

}  // namespace webhook
