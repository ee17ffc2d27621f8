#pragma once

#include <cstddef>
#include <string_view>

namespace http {

struct HeadLimits {
  std::size_t request_line_bytes_max = 8 * 1024;
  std::size_t bytes_max = 16 * 1024;
  std::size_t fields_max = 100;
  std::size_t body_bytes_max = 1024 * 1024;
};

// Refusal: why a request never reached a route. Its connection is closed after the answer.
struct Refusal {
  int status = 400;
  std::string_view code;  // a string literal, as is the detail
  std::string_view detail;
};

enum class HeadState { incomplete, complete, refused };

// Head: what was found out about a request's head.
struct Head {
  HeadState state = HeadState::incomplete;
  std::size_t bytes = 0;           // where complete: up to and including the empty line
  bool expects_continue = false;   // the peer waits for 100 before it sends the body
  Refusal refusal;
};

// inspect_head: judges the raw bytes of a request's head, also of a part of one, before any parser
// reads them. Beast 1.81 accepts what lets one proxy and one server see different requests in the
// same bytes; whatever passes here has one meaning only.
//   Errors  400 whatever is malformed or ambiguous, 413 a declared body over the cap, 414, 417,
//           431, 501 an unknown transfer coding, 505 another version than 1.0 and 1.1
//   Source  RFC 9112 sections 2.2, 3, 5, 6
Head inspect_head(std::string_view bytes, const HeadLimits& limits);

}  // namespace http
