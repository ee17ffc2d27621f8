#include <shared/domain/uuid.hpp>

namespace shared {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "0123456789abcdefghijklmnopqrstuv";
constexpr std::size_t base32_length = 26;

// The value of each character as a digit, or no_digit.
using DigitValues = std::array<std::uint8_t, 256>;
constexpr std::uint8_t no_digit = 0xFF;

constexpr DigitValues values_of(std::string_view digits) {
  DigitValues values;
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr auto hex_values = values_of(hex_digits);
constexpr auto base32_values = values_of(base32_digits);

constexpr bool dash_before(std::size_t byte) {
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

}  // namespace

std::string to_text(const Uuid& id) {
  std::string out(36, '-');
  auto* at = out.data();
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i)) ++at;
    *at++ = hex_digits[id.bytes[i] >> 4];
    *at++ = hex_digits[id.bytes[i] & 15];
  }
  return out;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid id;
  std::size_t at = 0;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i) && text[at++] != '-') return std::nullopt;
    const auto high = hex_values[static_cast<unsigned char>(text[at++])];
    const auto low = hex_values[static_cast<unsigned char>(text[at++])];
    if (high == no_digit || low == no_digit) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return id;
}

std::string prefixed(std::string_view prefix, const Uuid& id) {
  std::string out;
  out.reserve(prefix.size() + base32_length);
  out += prefix;
  out.resize(prefix.size() + base32_length);
  auto* at = out.data() + prefix.size();
  unsigned bits = 0;
  int held = 0;
  for (const auto byte : id.bytes) {
    bits = bits << 8 | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      *at++ = base32_digits[bits >> held & 31];
    }
  }
  *at = base32_digits[bits << (5 - held) & 31];  // 128 = 25 * 5 + 3: the last digit holds 3 bits
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
    const auto digit = base32_values[static_cast<unsigned char>(c)];
    if (digit == no_digit) return std::nullopt;
    bits = bits << 5 | digit;
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
