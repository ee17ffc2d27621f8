#pragma once

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/webhook/bodies.hpp>
#include <ports/webhook/webhook_outbox.hpp>
#include <ports/webhook/webhook_rows.hpp>

namespace webhook {

// What the module writes through; each outlives it. Rows and outbox are the write lane's.
struct WebhookPorts {
  Endpoints& endpoints;
  EndpointRegisters& registers;
  Deliveries& deliveries;
  WebhookOutbox& outbox;
  const Bodies& bodies;
  shared::Ids& ids;
  shared::Clock& clock;
};

// What an installation decides for itself.
struct WebhookRules {
  bool plain_allowed = false;  // http:// too
};

}  // namespace webhook
