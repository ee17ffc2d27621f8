#pragma once

#include <webhook/application/create_endpoint.hpp>
#include <webhook/application/delete_endpoint.hpp>
#include <webhook/application/disable_endpoint.hpp>
#include <webhook/application/enable_endpoint.hpp>
#include <webhook/application/forget_deliveries.hpp>
#include <webhook/application/queue_deliveries.hpp>
#include <webhook/application/replay_delivery.hpp>
#include <webhook/application/rotate_secret.hpp>
#include <webhook/application/test_endpoint.hpp>
#include <webhook/application/settle_delivery.hpp>
#include <webhook/application/update_endpoint.hpp>

namespace webhook {

// WebhookModule: the front door. Every use case runs inside this module's write lane: first its
// want, then, when the rows are there, the call.
struct WebhookModule {
  WebhookModule(const WebhookPorts& ports, const WebhookRules& rules)
      : create_endpoint(ports, rules),
        update_endpoint(ports, rules),
        rotate_secret(ports),
        enable_endpoint(ports),
        disable_endpoint(ports),
        delete_endpoint(ports),
        test_endpoint(ports),
        replay_delivery(ports),
        queue_deliveries(ports),
        settle_delivery(ports),
        forget_deliveries(ports) {}

  CreateEndpoint create_endpoint;
  UpdateEndpoint update_endpoint;
  RotateSecret rotate_secret;
  EnableEndpoint enable_endpoint;
  DisableEndpoint disable_endpoint;
  DeleteEndpoint delete_endpoint;
  TestEndpoint test_endpoint;
  ReplayDelivery replay_delivery;

  // What follows the other modules' events.
  QueueDeliveries queue_deliveries;
  // What the courier tells.
  SettleDelivery settle_delivery;
  ForgetDeliveries forget_deliveries;
};

}  // namespace webhook
