#include <sync/domain/hash.hpp>

namespace sync {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

int value_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<std::uint8_t> parse_byte(char high, char low) {
  const int h = value_of(high);
  const int l = value_of(low);
  if (h < 0 || l < 0) return std::nullopt;
  return static_cast<std::uint8_t>(h * 16 + l);
}

void put(std::string& out, std::uint64_t number) {
  for (int shift = 60; shift >= 0; shift -= 4) out += digits[number >> shift & 15];
}

std::optional<std::uint64_t> parse_number(std::string_view hex) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto byte = parse_byte(hex[i], hex[i + 1]);
    if (!byte) return std::nullopt;
    number = number << 8 | *byte;
  }
  return number;
}

}  // namespace

std::string to_hex(const Hash256& hash) {
  std::string out;
  out.reserve(64);
  for (const auto byte : hash.bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::string to_hex(const Hash128& hash) {
  std::string out;
  out.reserve(32);
  put(out, hash.high);
  put(out, hash.low);
  return out;
}

std::optional<Hash256> parse_hash256(std::string_view hex) {
  if (hex.size() != 64) return std::nullopt;
  Hash256 hash;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
    const auto byte = parse_byte(hex[2 * i], hex[2 * i + 1]);
    if (!byte) return std::nullopt;
    hash.bytes[i] = *byte;
  }
  return hash;
}

std::optional<Hash128> parse_hash128(std::string_view hex) {
  if (hex.size() != 32) return std::nullopt;
  const auto high = parse_number(hex.substr(0, 16));
  const auto low = parse_number(hex.substr(16));
  if (!high || !low) return std::nullopt;
  return Hash128{*low, *high};
}

}  // namespace sync
