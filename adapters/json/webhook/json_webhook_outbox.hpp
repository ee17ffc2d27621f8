#pragma once

#include <ports/sync/outbox.hpp>
#include <ports/webhook/webhook_outbox.hpp>

namespace json {

// JsonWebhookOutbox: the module's events as drafts of its log.
class JsonWebhookOutbox final : public webhook::WebhookOutbox {
 public:
  explicit JsonWebhookOutbox(sync::Outbox& outbox) : outbox_(outbox) {}

  void append(const webhook::events::WebhookEvent& event) override;

 private:
  sync::Outbox& outbox_;
};

}  // namespace json
