#include <adapters/http/trace.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <adapters/http/text.hpp>

namespace http {
namespace {

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_zero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

// version-trace-span-flags; later versions may add parts behind these.
bool is_valid(std::string_view text) {
  constexpr std::size_t size = 55;
  if (text.size() < size || text[2] != '-' || text[35] != '-' || text[52] != '-') return false;
  const std::string_view version = text.substr(0, 2);
  if (!is_hex(version) || version == "ff") return false;
  if (text.size() > size && (version == "00" || text[size] != '-')) return false;
  const std::string_view trace = text.substr(3, 32);
  const std::string_view span = text.substr(36, 16);
  return is_hex(trace) && is_hex(span) && is_hex(text.substr(53, 2)) && !is_zero(trace) &&
         !is_zero(span);
}

void append_hex(std::string& out, const std::uint8_t* bytes, std::size_t size) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (std::size_t i = 0; i < size; ++i) {
    out += hex[bytes[i] >> 4U];
    out += hex[bytes[i] & 0xFU];
  }
}

bool is_sane_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c == '.' || c == ':';
  });
}

}  // namespace

std::string request_id_of(std::optional<std::string_view> asked, const shared::Uuid& id) {
  return asked && is_sane_id(*asked) ? std::string(*asked) : shared::prefixed("req_", id);
}

std::string child_traceparent(std::optional<std::string_view> parent, const shared::Uuid& trace,
                              const shared::Uuid& span) {
  const bool inside = parent && is_valid(*parent);
  std::string text = "00-";
  if (inside) text += parent->substr(3, 32);
  else append_hex(text, trace.bytes.data(), trace.bytes.size());
  text += '-';
  append_hex(text, span.bytes.data() + 8, 8);  // the random half
  text += '-';
  text += inside ? parent->substr(53, 2) : "01";
  return text;
}

}  // namespace http
