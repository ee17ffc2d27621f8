#pragma once

#include <string>
#include <string_view>
#include <utility>

// Error: a refusal, as a value. Breakage (a store that is down, bad configuration) is thrown.
//   Shape   kind (what a caller may do about it) + code (stable, machine-readable,
//   <module>.<phrase>)
//           + detail (one sentence for a person) + field (JSON pointer of the culprit, or empty)
//   Source  the wire form is RFC 9457, made in adapters/http alone
namespace shared {

enum class ErrorKind {
  malformed,     // the input cannot be read at all
  invalid,       // readable, but against a rule
  forbidden,     // the caller may not do this
  not_found,     // no such thing, or none the caller may see
  conflict,      // the state of things speaks against it
  precondition,  // the caller's stated version is not the current one
  gone,          // it was there once and will not come back
  unavailable,   // not now: try again
  internal,      // a mistake of ours: nothing took effect
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
