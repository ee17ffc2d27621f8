#include <shared/domain/uuid.hpp>

namespace shared {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "0123456789abcdefghijklmnopqrstuv";
constexpr std::size_t base32_length = 26;

constexpr bool dash_before(std::size_t byte) {
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

}  // namespace

std::string to_text(const Uuid& id) {
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i)) out += '-';
    out += hex_digits[id.bytes[i] >> 4];
    out += hex_digits[id.bytes[i] & 15];
  }
  return out;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid id;
  std::size_t at = 0;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i) && text[at++] != '-') return std::nullopt;
    const auto high = hex_digits.find(text[at++]);
    const auto low = hex_digits.find(text[at++]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return id;
}

std::string prefixed(std::string_view prefix, const Uuid& id) {
  std::string out{prefix};
  out.reserve(prefix.size() + base32_length);
  unsigned bits = 0;
  int held = 0;
  for (const auto byte : id.bytes) {
    bits = bits << 8 | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      out += base32_digits[bits >> held & 31];
    }
  }
  out += base32_digits[bits << (5 - held) & 31];  // 128 = 25 * 5 + 3: the last digit holds 3 bits
  return out;
}

std::optional<Uuid> parse_prefixed(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix) || text.size() != prefix.size() + base32_length) {
    return std::nullopt;
  }
  Uuid id;
  unsigned bits = 0;
  int held = 0;
  std::size_t byte = 0;
  for (const char c : text.substr(prefix.size())) {
    const auto digit = base32_digits.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 5 | static_cast<unsigned>(digit);
    held += 5;
    if (held >= 8) {
      held -= 8;
      id.bytes[byte++] = static_cast<std::uint8_t>(bits >> held & 255);
    }
  }
  if ((bits & 3) != 0) return std::nullopt;  // the two bits beyond the 128th are zero
  return id;
}

}  // namespace shared
