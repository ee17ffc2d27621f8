#pragma once

#include <string>
#include <string_view>
#include <utility>

// Error: a refusal, as a value. Breakage (a store that is down, bad configuration) is thrown.
//   Shape   kind (what a caller may do about it) + code (stable, for machines: user.email_taken)
//           + detail (one sentence for a person) + field (JSON pointer of the culprit, or empty)
//   Source  the wire form is RFC 9457, made in adapters/http alone
namespace shared {

// The numbers are on record with idempotent replies: they never change.
enum class ErrorKind {
  malformed = 0,     // the input cannot be read at all
  invalid = 1,       // readable, but against a rule
  forbidden = 2,     // the caller may not do this
  not_found = 3,     // no such thing, or none the caller may see
  conflict = 4,      // the state of things speaks against it
  precondition = 5,  // the caller's stated version is not the current one
  gone = 6,          // it was there once and will not come back
  unavailable = 7,   // not now: try again
  internal = 8,      // a mistake of ours: nothing took effect
};

struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string_view code;  // always a string literal
  std::string detail;
  std::string field;

  bool operator==(const Error& other) const { return code == other.code; }
};

// The same error, pointing at the field it is about.
inline Error at_field(Error error, std::string_view field) {
  error.field = field;
  return error;
}

}  // namespace shared
