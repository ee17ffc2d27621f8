#pragma once

#include <cstdint>
#include <optional>

#include <webhook/application/found_endpoint.hpp>
#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// EnableEndpoint: it is told again what happens; not what happened meanwhile. Says
// webhook.endpoint_enabled; where it was enabled already, the state is the answer.
//   Errors  webhook.endpoint_not_found, webhook.version_mismatch
class EnableEndpoint {
 public:
  struct Command {
    EndpointId id;
    std::optional<std::int64_t> expected_version;
    shared::Instant at;
  };

  explicit EnableEndpoint(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const { ports_.endpoints.want(command.id); }
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
