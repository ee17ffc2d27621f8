#pragma once

#include <string>

#include <webhook/application/found_endpoint.hpp>
#include <webhook/application/webhook_ports.hpp>

namespace webhook {

// CreateEndpoint: from now on it is told what happens, as far as it asks for it. The caller drew
// the secret and shows it once: so that a repeat makes no second one, whose messages would come
// twice, none may be like an enabled one. Says webhook.endpoint_created.
//   Errors  those of Endpoint::create, webhook.endpoint_exists, webhook.too_many_endpoints
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

  void want(const Command&) const { want_all(ports_); }
  shared::Done operator()(const Command& command) const;

 private:
  WebhookPorts ports_;
  WebhookRules rules_;
};

}  // namespace webhook
