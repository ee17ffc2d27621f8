#pragma once

#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

// What billing refuses, and in which words.
namespace billing::errors {

using shared::Error;
using shared::ErrorKind;

inline Error customer_not_found() {
  return {ErrorKind::not_found, "billing.customer_not_found", "There is no such customer (yet).",
          ""};
}
inline Error currency_unknown() {
  return {ErrorKind::invalid, "billing.currency_unknown",
          "A currency is an active ISO 4217 code, such as \"eur\".", "/currency"};
}
inline Error currency_required() {
  return {ErrorKind::invalid, "billing.currency_required",
          "A billing profile is opened with its currency.", "/currency"};
}
inline Error tax_id_invalid() {
  return {ErrorKind::invalid, "billing.tax_id_invalid",
          "A tax id is 1 to 32 printable ASCII characters, without space at either end.",
          "/tax_id"};
}
// The version that the caller saw is not the current one.
inline Error version_mismatch() {
  return {ErrorKind::precondition, "billing.version_mismatch",
          "The customer's billing profile has changed since the version you named.", ""};
}
// An event of the user module's that billing cannot read; parks its key.
inline Error user_event_unreadable(std::string_view why) {
  return {ErrorKind::malformed, "billing.user_event_unreadable", std::string{why}, ""};
}

}  // namespace billing::errors
