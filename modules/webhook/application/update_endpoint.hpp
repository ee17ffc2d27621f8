#pragma once

#include <cstdint>
#include <optional>

#include <webhook/application/found_endpoint.hpp>
#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// UpdateEndpoint: another URL, description or choice of events. What waits for it goes to the new
// URL. Says webhook.endpoint_updated; where nothing changes, the state is the answer.
//   Errors  webhook.endpoint_not_found, webhook.version_mismatch, those of Endpoint::change
class UpdateEndpoint {
 public:
  struct Command {
    EndpointId id;
    std::optional<std::int64_t> expected_version;
    Endpoint::Words words;
    shared::Instant at;
  };

  UpdateEndpoint(const WebhookPorts& ports, const WebhookRules& rules)
      : ports_(ports), rules_(rules) {}

  void want(const Command& command) const { ports_.endpoints.want(command.id); }
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
  WebhookRules rules_;
};

}  // namespace webhook
