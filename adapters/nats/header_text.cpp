#include <adapters/nats/header_text.hpp>

#include <cstdint>

namespace nats {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

bool stands_for_itself(char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '%'; }

std::optional<std::uint8_t> digit(char c) {
  if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  const auto at = digits.find(c);
  if (at == digits.npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

}  // namespace

std::string encode_header(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (stands_for_itself(c)) {
      out += c;
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

std::optional<std::string> decode_header(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = digit(text[i + 1]);
    const auto low = digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high << 4 | *low);
    i += 2;
  }
  return out;
}

}  // namespace nats
