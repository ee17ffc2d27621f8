#pragma once

#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

// What the user module refuses, and in which words.
namespace user::errors {

using shared::Error;
using shared::ErrorKind;

inline Error email_invalid(std::string_view why) {
  return {ErrorKind::invalid, "user.email_invalid", "The e-mail address " + std::string{why} + ".",
          "/email"};
}
inline Error email_taken() {
  return {ErrorKind::conflict, "user.email_taken", "Another user has this e-mail address.",
          "/email"};
}
inline Error display_name_invalid() {
  return {ErrorKind::invalid, "user.display_name_invalid",
          "A display name is at most 200 characters of UTF-8, without control characters.",
          "/display_name"};
}
inline Error locale_invalid() {
  return {ErrorKind::invalid, "user.locale_invalid",
          "A locale looks like \"en\" or \"pt-BR\" (BCP 47).", "/locale"};
}
inline Error time_zone_invalid() {
  return {ErrorKind::invalid, "user.time_zone_invalid",
          "A time zone is an IANA name such as \"Europe/Berlin\".", "/time_zone"};
}
inline Error metadata_invalid(std::string_view why) {
  return {ErrorKind::invalid, "user.metadata_invalid", std::string{why}, "/metadata"};
}
inline Error reason_invalid() {
  return {ErrorKind::invalid, "user.reason_invalid",
          "A reason is at most 500 characters of UTF-8, without control characters.", "/reason"};
}
inline Error not_found() {
  return {ErrorKind::not_found, "user.not_found", "There is no such user.", ""};
}
inline Error deleted_by_then(std::string_view when) {
  return {ErrorKind::not_found, "user.deleted_by_then",
          "The user had been deleted by then, on " + std::string{when} + ".", ""};
}
inline Error cursor_unknown() {
  return {ErrorKind::invalid, "user.cursor_unknown",
          "There is no user with the id that the page was to start after.", "/starting_after"};
}
// The version that the caller saw is not the current one.
inline Error version_mismatch() {
  return {ErrorKind::precondition, "user.version_mismatch",
          "The user has changed since the version you named.", ""};
}
inline Error import_conflict() {
  return {ErrorKind::conflict, "user.import_conflict",
          "There is a user with this e-mail address and another profile; "
          "import with update to overwrite it.",
          "/email"};
}

inline Error key_name_invalid() {
  return {ErrorKind::invalid, "user.key_name_invalid",
          "A key's name is 1 to 100 characters of UTF-8, without control characters.", "/name"};
}
inline Error key_scopes_empty() {
  return {ErrorKind::invalid, "user.key_scopes_empty", "A key needs at least one scope.",
          "/scopes"};
}
inline Error key_scope_unknown() {
  return {ErrorKind::invalid, "user.key_scope_unknown", "There is no such scope.", "/scopes"};
}
inline Error key_expiry_past() {
  return {ErrorKind::invalid, "user.key_expiry_past", "A key must expire in the future.",
          "/expires_at"};
}
inline Error key_not_found() {
  return {ErrorKind::not_found, "user.key_not_found", "There is no such key.", ""};
}
inline Error key_version_mismatch() {
  return {ErrorKind::precondition, "user.key_version_mismatch",
          "The key has changed since the version you named.", ""};
}
// An event of billing's that this module cannot read; parks its key.
inline Error billing_event_unreadable(std::string_view why) {
  return {ErrorKind::malformed, "user.billing_event_unreadable", std::string{why}, ""};
}

}  // namespace user::errors
