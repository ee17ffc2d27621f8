#include <app/log_text.hpp>

#include <cstddef>

namespace app {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

// Length of the UTF-8 character that begins here; 0 where none does.
std::size_t character(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  const auto follows = [&](std::size_t i) { return (byte_at(text, i) & 0xC0) == 0x80; };
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return follows(1) ? 2 : 0;
  const unsigned second = byte_at(text, 1);
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second >= 0xA0;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first > 0xF4 || (first == 0xF4 && second >= 0x90);
  return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
}

bool is_control(std::string_view one) {
  const unsigned first = byte_at(one, 0);
  if (one.size() == 2) return first == 0xC2 && byte_at(one, 1) < 0xA0;  // U+0080 to U+009F
  return one.size() == 1 && (first < 0x20 || first == 0x7F);
}

void append_hex(std::string& out, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out += "\\x";
    out += digits[byte_at(bytes, i) >> 4];
    out += digits[byte_at(bytes, i) & 15];
  }
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const auto length = character(text);
    const unsigned first = byte_at(text, 0);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (first == '"' || first == '\\') {
      out += '\\';
      out += text.front();
    } else if (first < 0x20) {
      out += "\\u00";
      out += digits[first >> 4];
      out += digits[first & 15];
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

void append_printable(std::string& out, std::string_view text, bool quote) {
  const bool quotes = quote && (text.empty() || text.find_first_of(" \"=") != text.npos);
  if (quotes) out += '"';
  while (!text.empty()) {
    const auto length = character(text);
    const auto one = text.substr(0, length == 0 ? 1 : length);
    if (length == 0 || is_control(one)) {
      append_hex(out, one);
    } else {
      if (quotes && (one == "\"" || one == "\\")) out += '\\';
      out += one;
    }
    text.remove_prefix(one.size());
  }
  if (quotes) out += '"';
}

}  // namespace app
