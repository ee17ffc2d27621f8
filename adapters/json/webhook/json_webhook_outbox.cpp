#include <adapters/json/webhook/json_webhook_outbox.hpp>

#include <variant>

#include <adapters/json/change.hpp>
#include <adapters/json/webhook/webhook_json.hpp>

namespace json {

namespace events = webhook::events;

void JsonWebhookOutbox::append(const events::WebhookEvent& event) {
  outbox_.append(std::visit(
      [](const auto& said) {
        return to_draft(said, events::endpoint_aggregate, events::endpoint_schema_version);
      },
      event));
}

}  // namespace json
