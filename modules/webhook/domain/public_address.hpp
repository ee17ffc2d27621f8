#pragma once

#include <array>
#include <cstdint>

// Whether an address belongs to somebody on the public internet, so that a webhook may be sent
// there. What leads back inside is refused: this machine, private networks, the metadata services
// of clouds, and every form of IPv6 that wraps an IPv4 address.
//   Shape   bytes in network order
//   Source  IANA special-purpose address registries (RFC 6890 and its updates), as of 2026
namespace webhook {

using Ipv4 = std::array<std::uint8_t, 4>;
using Ipv6 = std::array<std::uint8_t, 16>;

bool is_public(const Ipv4& address);
bool is_public(const Ipv6& address);

}  // namespace webhook
