#pragma once

#include <string>

#include <adapters/http/message.hpp>

namespace cli {

// A request's path and query as they stand on its request line, percent-encoded.
//   Source  RFC 3986
std::string request_target(const http::Request& request);

}  // namespace cli
