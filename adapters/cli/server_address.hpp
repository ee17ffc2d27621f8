#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// ServerAddress: where an HTTP server listens.
//   Shape   "http://host:port", "https://host", "host:port" (http), "[::1]:8420"; no path
//   Errors  parse throws Stop (usage) saying what is wrong
namespace cli {

struct ServerAddress {
  bool tls = false;
  std::string host;  // an IPv6 address stands here without its brackets
  std::uint16_t port = 8420;

  static ServerAddress parse(std::string_view text);

  std::string host_and_port() const;  // as the Host header wants it
  std::string url() const;
};

}  // namespace cli
