#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <webhook/application/found_endpoint.hpp>
#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// DisableEndpoint: nothing more is queued for it, and what waits is canceled when it comes due.
// Says webhook.endpoint_disabled; where it was disabled already, the state is the answer.
//   Errors  webhook.endpoint_not_found, webhook.version_mismatch, webhook.reason_invalid
class DisableEndpoint {
 public:
  struct Command {
    EndpointId id;
    std::optional<std::int64_t> expected_version;
    std::string reason;  // may be empty
    shared::Instant at;
  };

  explicit DisableEndpoint(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const { ports_.endpoints.want(command.id); }
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
