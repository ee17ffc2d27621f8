#include <webhook/domain/public_address.hpp>

#include <algorithm>
#include <cstddef>

namespace webhook {
namespace {

template <std::size_t size>
struct Block {
  std::array<std::uint8_t, size> prefix;
  std::size_t bits;

  bool contains(const std::array<std::uint8_t, size>& address) const {
    const auto whole = static_cast<std::ptrdiff_t>(bits / 8);
    if (!std::equal(prefix.begin(), prefix.begin() + whole, address.begin())) return false;
    const auto rest = bits % 8;
    if (rest == 0) return true;
    const auto at = bits / 8;
    return (prefix.at(at) ^ address.at(at)) >> (8 - rest) == 0;
  }
};

constexpr Block<4> not_public_v4[] = {
    {{0, 0, 0, 0}, 8},        // this network
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // shared by carriers
    {{127, 0, 0, 0}, 8},      // this machine
    {{169, 254, 0, 0}, 16},   // link-local, and the metadata services of clouds
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 88, 99, 0}, 24},   // relays of 6to4
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // benchmarks
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, and broadcast
};

// All that is given out to the public lies here. Left out with the rest: this machine, mapped IPv4,
// NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), discard-only, unique local, link-local, multicast.
constexpr Block<16> global_unicast = {{0x20}, 3};

constexpr Block<16> not_public_v6[] = {
    {{0x20, 0x01, 0x00}, 23},              // protocol assignments, Teredo, ORCHID
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x20, 0x02}, 16},                    // 6to4
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},  // AS112: answers for private names
    {{0x3f, 0xff}, 20},                    // documentation
};

}  // namespace

bool is_public(const Ipv4& address) {
  return std::ranges::none_of(not_public_v4,
                              [&](const auto& block) { return block.contains(address); });
}

bool is_public(const Ipv6& address) {
  return global_unicast.contains(address) &&
         std::ranges::none_of(not_public_v6,
                              [&](const auto& block) { return block.contains(address); });
}

}  // namespace webhook
