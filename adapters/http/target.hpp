#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <adapters/http/message.hpp>

namespace http {

// Target: what a request line asks for, decoded.
//   Shape   path + query in order; "+" stands for itself, as in an e-mail address
//   Source  RFC 9112 section 3.2 (origin, absolute and asterisk form), RFC 3986 for the escapes
struct Target {
  std::string path;
  Fields query;
};

// Nothing where an escape is broken, or what it hides is no UTF-8 or a control character.
std::optional<Target> parse_target(std::string_view text);

// As one path segment or query value: everything but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace http
