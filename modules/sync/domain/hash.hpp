#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Hash256, Hash128: BLAKE2b digests; as text, lower-case hex.
//   Units   Hash128 is also a number mod 2^128, little-endian, so that sets of hashes can be summed
namespace sync {

struct Hash256 {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Hash256&) const = default;
};

struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  bool operator==(const Hash128&) const = default;
};

constexpr Hash128 operator+(Hash128 a, Hash128 b) {
  const std::uint64_t low = a.low + b.low;
  return {low, a.high + b.high + (low < a.low ? 1 : 0)};
}

constexpr Hash128 operator-(Hash128 a, Hash128 b) {
  return {a.low - b.low, a.high - b.high - (a.low < b.low ? 1 : 0)};
}

std::string to_hex(const Hash256& hash);  // 64 characters
std::string to_hex(const Hash128& hash);  // 32 characters, high part first
std::optional<Hash256> parse_hash256(std::string_view hex);
std::optional<Hash128> parse_hash128(std::string_view hex);

}  // namespace sync
