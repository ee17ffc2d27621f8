#include <adapters/json/write.hpp>

namespace json {
namespace {

// What must not stand in a JSON string as it is: quote, backslash and control characters.
bool needs_escape(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void write_escaped(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto code = static_cast<unsigned char>(c);
  out += "\\u00";
  out += hex[code >> 4U];
  out += hex[code & 0xFU];
}

}  // namespace

void write_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // where the part begins that is not yet out
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!needs_escape(text[at])) continue;
    out.append(text, plain, at - plain);
    write_escaped(out, text[at]);
    plain = at + 1;
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

}  // namespace json
