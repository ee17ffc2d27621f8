#pragma once

#include <shared/domain/error.hpp>
#include <webhook/domain/webhook_ids.hpp>

// What this module refuses, and how it says so.
namespace webhook::errors {

using enum shared::ErrorKind;

inline shared::Error endpoint_not_found() {
  return {not_found, "webhook.endpoint_not_found", "There is no such webhook endpoint.", ""};
}
inline shared::Error delivery_not_found() {
  return {not_found, "webhook.delivery_not_found",
          "There is no such delivery. Settled ones are kept for 30 days.", ""};
}
inline shared::Error version_mismatch() {
  return {precondition, "webhook.version_mismatch",
          "The endpoint has changed since it was read. Read it again and repeat the change.", ""};
}
inline shared::Error too_many_endpoints() {
  return {conflict, "webhook.too_many_endpoints",
          "There are 32 webhook endpoints, and no more may be. Delete one first.", ""};
}
inline shared::Error endpoint_exists(const EndpointId& id) {
  return {conflict, "webhook.endpoint_exists",
          "There is an enabled endpoint with this URL and these event types: " + id.text() +
              ". Where its secret was lost, rotate it, or delete the endpoint first.",
          ""};
}
inline shared::Error endpoint_disabled() {
  return {conflict, "webhook.endpoint_disabled",
          "The endpoint is disabled, so nothing would be sent. Enable it first.", ""};
}
inline shared::Error url_invalid(std::string why) {
  return {invalid, "webhook.url_invalid", std::move(why), "/url"};
}
inline shared::Error event_type_invalid() {
  return {invalid, "webhook.event_type_invalid",
          "An event type is one such as billing.invoice_paid, all of a kind such as billing.*, "
          "or * for all; at most 100 letters a-z, digits, dots and underscores.",
          "/event_types"};
}
inline shared::Error event_types_count() {
  return {invalid, "webhook.event_types_count", "Name 1 to 64 event types; * stands for all.",
          "/event_types"};
}
inline shared::Error description_invalid() {
  return {invalid, "webhook.description_invalid",
          "A description is one line of at most 200 characters.", "/description"};
}
inline shared::Error reason_invalid() {
  return {invalid, "webhook.reason_invalid", "A reason is one line of at most 200 characters.",
          "/reason"};
}

}  // namespace webhook::errors
