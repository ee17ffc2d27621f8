#pragma once

#include <cstdint>
#include <optional>

#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// DeleteEndpoint: it is gone, with its secrets; what waits for it is canceled, and stays on record
// like all that was settled. Says webhook.endpoint_deleted: the last event of its key.
//   Errors  webhook.endpoint_not_found, webhook.version_mismatch
class DeleteEndpoint {
 public:
  struct Command {
    EndpointId id;
    std::optional<std::int64_t> expected_version;
  };

  explicit DeleteEndpoint(const WebhookPorts& ports) : ports_(ports) {}

  void want(const Command& command) const {
    ports_.registers.want({});
    ports_.endpoints.want(command.id);
  }
  shared::Done operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
};

}  // namespace webhook
