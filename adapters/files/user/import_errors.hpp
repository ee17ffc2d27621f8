#pragma once

#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

// What may be wrong with a file of users before any of them is sent.
namespace files::errors {

using shared::Error;
using shared::ErrorKind;

inline Error row_too_long() {
  return {ErrorKind::malformed, "import.row_too_long", "The row is longer than 64 KiB.", ""};
}
inline Error not_utf8() {
  return {ErrorKind::malformed, "import.not_utf8", "The row is not UTF-8, or holds a NUL.", ""};
}
inline Error user_inactive() {
  return {ErrorKind::invalid, "import.user_inactive",
          "Only active users are imported; deactivate this one afterwards.", "/status"};
}
inline Error bad_quote() {
  return {ErrorKind::malformed, "import.bad_quote",
          "A quote stands inside a field; a quoted field doubles its own quotes (RFC 4180).", ""};
}
inline Error unclosed_quote() {
  return {ErrorKind::malformed, "import.unclosed_quote",
          "A quoted field begins in this row and is never closed.", ""};
}
inline Error field_count() {
  return {ErrorKind::malformed, "import.field_count",
          "The row has not as many fields as the header row.", ""};
}
inline Error column_unknown(std::string_view name) {
  return {ErrorKind::malformed, "import.column_unknown",
          "There is no column \"" + std::string{name} +
              "\"; there are email, display_name, locale, time_zone and metadata.NAME.",
          ""};
}
inline Error column_twice(std::string_view name) {
  return {ErrorKind::malformed, "import.column_twice",
          "The column \"" + std::string{name} + "\" occurs twice.", ""};
}
inline Error column_missing() {
  return {ErrorKind::malformed, "import.column_missing",
          "The first row must name the columns, with email among them.", ""};
}

}  // namespace files::errors
