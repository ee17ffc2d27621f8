#pragma once

#include <string>

#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// CreateEndpoint: from now on it is told what happens, as far as it asks for it. The caller drew
// the secret and shows it once. Says webhook.endpoint_created.
//   Errors  those of Endpoint::create, webhook.too_many_endpoints
class CreateEndpoint {
 public:
  struct Command {
    EndpointId id;
    Endpoint::Words words;
    std::string secret;
    shared::Instant at;
  };

  CreateEndpoint(const WebhookPorts& ports, const WebhookRules& rules)
      : ports_(ports), rules_(rules) {}

  // The row of a new id cannot be there.
  void want(const Command&) const { ports_.registers.want({}); }
  shared::Done operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
  WebhookRules rules_;
};

}  // namespace webhook
