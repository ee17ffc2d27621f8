#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <shared/domain/instant.hpp>

// What the webhook module publishes: plain facts about endpoints, all at schema version 1. What
// becomes of single deliveries is no event: they are rows, which anybody with the scope may read.
//   Shape   each says the endpoint's whole state after the change, and before it where one was;
//           never a secret
//   Units   version counts the endpoint's changes from 1; its deletion is one more
namespace webhook::events {

// EndpointState: an endpoint as everybody may see it, and as the HTTP face shows it.
struct EndpointState {
  std::string id;  // "whe_..."
  std::int64_t version = 0;
  std::string url;
  std::string description;
  std::vector<std::string> event_types;
  std::string status;           // "enabled" | "disabled"
  std::string disabled_reason;  // empty while it is enabled
  shared::Instant created_at;
  shared::Instant updated_at;

  bool operator==(const EndpointState&) const = default;
};

struct EndpointCreated {
  static constexpr std::string_view type = "webhook.endpoint_created";
  EndpointState after;
};
struct EndpointUpdated {
  static constexpr std::string_view type = "webhook.endpoint_updated";
  EndpointState after;
  EndpointState before;
};
struct EndpointSecretRotated {
  static constexpr std::string_view type = "webhook.endpoint_secret_rotated";
  EndpointState after;
  EndpointState before;
};
struct EndpointEnabled {
  static constexpr std::string_view type = "webhook.endpoint_enabled";
  EndpointState after;
  EndpointState before;
};
// By a person, or because nothing has reached it for days; disabled_reason says it.
struct EndpointDisabled {
  static constexpr std::string_view type = "webhook.endpoint_disabled";
  EndpointState after;
  EndpointState before;
};
// Ends the aggregate: its key is never used again.
struct EndpointDeleted {
  static constexpr std::string_view type = "webhook.endpoint_deleted";
  EndpointState before;
};

using WebhookEvent = std::variant<EndpointCreated, EndpointUpdated, EndpointSecretRotated,
                                  EndpointEnabled, EndpointDisabled, EndpointDeleted>;

inline constexpr std::string_view endpoint_aggregate = "webhook_endpoint";  // key: "whe_..."
inline constexpr int endpoint_schema_version = 1;

}  // namespace webhook::events
