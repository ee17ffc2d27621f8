#include <webhook/application/enable_endpoint.hpp>

namespace webhook {

shared::Result<Unchanged> EnableEndpoint::operator()(const Command& command) const {
  auto endpoint = found(ports_.endpoints, command.id, command.expected_version);
  if (!endpoint) return shared::refuse(endpoint.error());

  auto before = state_of(*endpoint);
  if (!endpoint->enable(command.at)) return before;
  ports_.endpoints.put(*endpoint);
  ports_.outbox.append(
      events::EndpointEnabled{.after = state_of(*endpoint), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace webhook
