#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <webhook/application/found_endpoint.hpp>
#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// RotateSecret: another secret signs from now on; the one before signs too for 24 hours, so that a
// receiver can change over meanwhile. Says webhook.endpoint_secret_rotated.
//   Errors  webhook.endpoint_not_found, webhook.version_mismatch
class RotateSecret {
 public:
  struct Command {
    EndpointId id;
    std::optional<std::int64_t> expected_version;
    std::string secret;
    shared::Instant at;
  };

  explicit RotateSecret(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const { ports_.endpoints.want(command.id); }
  shared::Done operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
