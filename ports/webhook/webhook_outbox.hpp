#pragma once

#include <ports/webhook/webhook_events.hpp>

namespace webhook {

// WebhookOutbox: where this module's use cases say what happened. An event becomes durable with the
// state it speaks of, or neither does; the order of a command's events is kept.
class WebhookOutbox {
 public:
  virtual ~WebhookOutbox() = default;
  virtual void append(const events::WebhookEvent& event) = 0;
};

}  // namespace webhook
