#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

// What the routes refuse before a use case is asked.
namespace http::errors {

using shared::Error;
using shared::ErrorKind;

inline Error unknown_parameter(std::string_view name) {
  return {ErrorKind::malformed, "http.unknown_parameter",
          "There is no query parameter named " + std::string{name} + " here.", ""};
}
inline Error repeated_parameter(std::string_view name) {
  return {ErrorKind::malformed, "http.repeated_parameter",
          "The query parameter " + std::string{name} + " was given more than once.", ""};
}
inline Error bad_parameter(std::string_view name, std::string_view what) {
  return {ErrorKind::malformed, "http.bad_parameter",
          "The query parameter " + std::string{name} + " must be " + std::string{what} + ".", ""};
}
inline Error unexpected_body() {
  return {ErrorKind::malformed, "http.unexpected_body", "This request takes no body.", ""};
}
inline Error missing_body() {
  return {ErrorKind::malformed, "http.missing_body", "This request needs a body.", ""};
}
inline Error bad_idempotency_key() {
  return {ErrorKind::malformed, "http.bad_idempotency_key",
          "Idempotency-Key must be 1 to 255 printable ASCII characters, and given once.", ""};
}
inline Error idempotency_key_required() {
  return {ErrorKind::malformed, "http.idempotency_key_required",
          "Money may move: send an Idempotency-Key, the same one when you repeat the request.", ""};
}
inline Error idempotency_key_unsupported() {
  return {ErrorKind::malformed, "http.idempotency_key_unsupported",
          "This request takes no Idempotency-Key: a repeat would take effect again. Send it "
          "without one, and where its answer is lost, look what it did before you repeat it.",
          ""};
}
inline Error bad_if_match() {
  return {ErrorKind::malformed, "http.bad_if_match",
          "If-Match must be one version as the ETag of an answer gave it, like \"3\", or *.", ""};
}
inline Error bad_wait_for() {
  return {ErrorKind::malformed, "http.bad_wait_for",
          "Cleave-Wait-For must be 1 to 8 positions as Cleave-Position gave them, like "
          "user/0:1:42, separated by commas.",
          ""};
}
inline Error bad_last_event_id() {
  return {ErrorKind::malformed, "http.bad_last_event_id",
          "Last-Event-ID must be the id of an event that was seen, like "
          "user/0:1:42,billing/0:1:7.",
          ""};
}
inline Error too_many_rows(std::size_t rows_max) {
  return {ErrorKind::invalid, "http.too_many_rows",
          "At most " + std::to_string(rows_max) + " rows fit into one request.", "/rows"};
}
inline Error overloaded() {
  return {ErrorKind::unavailable, "http.overloaded", "Too many reads wait already; ask again.", ""};
}
inline Error too_many_streams() {
  return {ErrorKind::unavailable, "http.too_many_streams",
          "Too many streams are open already; ask again.", ""};
}
inline Error needs_server() {
  return {ErrorKind::unavailable, "http.needs_server",
          "This needs a running server; start one with `cleave serve`.", ""};
}
inline Error store_unavailable() {
  return {ErrorKind::unavailable, "http.store_unavailable",
          "The store cannot be read now; ask again.", ""};
}
inline Error keys_unavailable() {
  return {ErrorKind::unavailable, "http.keys_unavailable",
          "API keys cannot be checked now; nothing took effect. Ask again.", ""};
}
inline Error module_away(std::string_view module) {
  return {ErrorKind::unavailable, "http.module_unavailable",
          "The module " + std::string{module} +
              " cannot be reached now; nothing took effect. Ask again.",
          ""};
}
inline Error no_lead(std::string_view module) {
  return {ErrorKind::unavailable, "http.no_lead",
          "No instance of the module " + std::string{module} +
              " leads now, and what was asked is for the one that does; nothing took effect. Ask "
              "again; if this goes on, see whether one runs and its database answers (`cleave "
              "ready`).",
          ""};
}
inline Error module_silent(std::string_view module) {
  return {ErrorKind::unavailable, "http.module_silent",
          "The module " + std::string{module} + " did not answer in time; ask again.", ""};
}
inline Error outcome_unknown(std::string_view module, bool repeatable) {
  return {ErrorKind::unavailable, "sync.outcome_unknown",
          "The module " + std::string{module} + " did not answer in time, and the outcome is " +
              (repeatable ? "unknown; repeat the request with the same Idempotency-Key."
                          : "unknown; look what it did before you repeat it."),
          ""};
}
inline Error question_unknown() {
  return {ErrorKind::unavailable, "http.question_unknown",
          "This was passed on in a form that the module does not know; nothing took effect. The "
          "gateway and the module are too far apart in age: run the same version of both.",
          ""};
}
inline Error not_carried() {
  return {ErrorKind::unavailable, "http.not_carried",
          "An answer that goes on cannot be passed on from another process.", ""};
}
inline Error failed() {
  return {ErrorKind::internal, "http.failed", "This failed by a mistake of ours.", ""};
}

}  // namespace http::errors
