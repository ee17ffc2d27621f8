#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include <ports/webhook/webhook_states.hpp>

#include <shared/domain/result.hpp>
#include <webhook/application/webhook_ports.hpp>
#include <webhook/domain/webhook_errors.hpp>

namespace webhook {

// What a change of an endpoint answers: nothing where an event says the new state, else the state
// that was found to be already as asked.
using Unchanged = std::optional<events::EndpointState>;

// Names every endpoint there is: the register leads to them.
inline void want_all(const WebhookPorts& ports) {
  ports.registers.want({});
  const auto all = ports.registers.find({});
  if (!all) return;
  for (const auto& id : all->ids) ports.endpoints.want(id);
}

// The endpoint, at the version that the caller saw where they named one.
//   Errors  webhook.endpoint_not_found, webhook.version_mismatch
inline shared::Result<Endpoint> found(Endpoints& endpoints, const EndpointId& id,
                                      std::optional<std::int64_t> expected_version) {
  auto endpoint = endpoints.find(id);
  if (!endpoint) return shared::refuse(errors::endpoint_not_found());
  if (expected_version && *expected_version != endpoint->fields().version) {
    return shared::refuse(errors::version_mismatch());
  }
  return std::move(*endpoint);
}

}  // namespace webhook
