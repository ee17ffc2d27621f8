#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <shared/domain/result.hpp>

namespace webhook {

// Url: where an endpoint receives.
//   Shape   https://host[:port][/path][?query], or http:// where private addresses are allowed;
//           host a name, an IPv4 address or a bracketed IPv6 address; ASCII, at most 2,048
//           characters; no user, no password, no fragment
//   Errors  webhook.url_invalid
//   Source  RFC 3986; text() is its normal form: scheme and host in lower case, no default port
class Url {
 public:
  static constexpr std::size_t length_max = 2048;

  static shared::Result<Url> parse(std::string_view text, bool plain_allowed);

  bool secure() const { return secure_; }
  // Without brackets.
  const std::string& host() const { return host_; }
  std::uint16_t port() const { return port_; }
  // Path and query, never empty.
  const std::string& target() const { return target_; }
  // As the header Host says it: brackets, and the port where it is not the scheme's own.
  std::string authority() const;
  std::string text() const;

  bool operator==(const Url&) const = default;

 private:
  bool secure_ = true;
  bool is_ipv6_ = false;
  std::string host_;
  std::uint16_t port_ = 443;
  std::string target_ = "/";
};

}  // namespace webhook
