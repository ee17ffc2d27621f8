#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace app {

// ListenAddress: where the server listens.
//   Shape   "127.0.0.1:8420", "[::1]:8420", "localhost:8420"; a name other than localhost is no
//           address; port 0 takes any free one
struct ListenAddress {
  std::string host;  // without brackets
  std::uint16_t port = 0;
  bool loopback = false;
};

std::optional<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace app
