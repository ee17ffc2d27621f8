#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ports/webhook/webhook_events.hpp>

#include <webhook/domain/delivery.hpp>
#include <webhook/domain/endpoint.hpp>

// How this module's things appear in events and answers.
namespace webhook {

inline events::EndpointState state_of(const Endpoint& endpoint) {
  const auto& is = endpoint.fields();
  return {.id = is.id.text(),
          .version = is.version,
          .url = is.url,
          .description = is.description,
          .event_types = is.filters.patterns(),
          .status = is.enabled ? "enabled" : "disabled",
          .disabled_reason = is.disabled_reason,
          .created_at = is.created_at,
          .updated_at = is.updated_at};
}

// DeliveryState: a delivery as the HTTP face shows it, without what is sent.
struct DeliveryState {
  std::string id;
  std::string endpoint_id;
  std::string event_id;  // the header webhook-id
  std::string type;
  std::string log;  // empty for a test
  std::int64_t offset = 0;
  std::string object;
  std::int64_t sequence = 0;
  std::string status;
  std::int64_t attempts = 0;
  std::optional<shared::Instant> next_at;
  std::optional<std::int64_t> status_code;  // of the last answer
  std::string error;                        // of the last attempt
  shared::Instant created_at;
  std::optional<shared::Instant> settled_at;
};

inline DeliveryState state_of(const Delivery& delivery) {
  const auto& is = delivery.fields();
  return {.id = is.id.text(),
          .endpoint_id = is.endpoint.text(),
          .event_id = is.message_id,
          .type = is.type,
          .log = is.log,
          .offset = is.offset,
          .object = is.object,
          .sequence = is.sequence,
          .status = std::string{to_text(is.status)},
          .attempts = is.attempts,
          .next_at = is.next_at,
          .status_code =
              is.status_code != 0 ? std::optional<std::int64_t>{is.status_code} : std::nullopt,
          .error = is.error,
          .created_at = is.created_at,
          .settled_at = is.settled_at};
}

}  // namespace webhook
