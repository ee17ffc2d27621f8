#include <webhook/application/update_endpoint.hpp>

namespace webhook {

shared::Result<Unchanged> UpdateEndpoint::operator()(const Command& command) const {
  auto endpoint = found(ports_.endpoints, command.id, command.expected_version);
  if (!endpoint) return shared::refuse(endpoint.error());

  auto before = state_of(*endpoint);
  const auto changed = endpoint->change(command.words, rules_.plain_allowed, command.at);
  if (!changed) return shared::refuse(changed.error());
  if (!*changed) return before;
  ports_.endpoints.put(*endpoint);
  ports_.outbox.append(
      events::EndpointUpdated{.after = state_of(*endpoint), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace webhook
