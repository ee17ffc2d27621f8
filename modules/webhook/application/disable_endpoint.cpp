#include <webhook/application/disable_endpoint.hpp>

#include <shared/domain/text.hpp>

namespace webhook {
namespace {

constexpr std::size_t reason_code_points_max = 200;

}  // namespace

shared::Result<Unchanged> DisableEndpoint::operator()(const Command& command) const {
  if (!shared::is_line(command.reason, reason_code_points_max)) {
    return shared::refuse(errors::reason_invalid());
  }
  auto endpoint = found(ports_.endpoints, command.id, command.expected_version);
  if (!endpoint) return shared::refuse(endpoint.error());

  auto before = state_of(*endpoint);
  if (!endpoint->disable(command.reason, command.at)) return before;
  ports_.endpoints.put(*endpoint);
  ports_.outbox.append(
      events::EndpointDisabled{.after = state_of(*endpoint), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace webhook
