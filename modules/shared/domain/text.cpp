#include <shared/domain/text.hpp>

namespace shared {
namespace {

// Takes one code point off the front; nothing where the bytes are no UTF-8.
std::optional<char32_t> take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() < length) return std::nullopt;
  char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return std::nullopt;
    point = point << 6 | (byte(i) & 0x3FU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point < 0xE000;
  if (point < least[length] || surrogate || point > 0x10FFFF) return std::nullopt;
  text.remove_prefix(length);
  return point;
}

// How many characters at the front are printable ASCII: of most texts, all. Sixteen times faster
// than taking code points, which showed in what a registration costs.
std::size_t printable_ascii(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= 0x20 && text[count] < 0x7F) ++count;
  return count;
}

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

// The Unicode spaces, and the marks that no eye can see.
bool is_space(char32_t point) {
  return point == 0x20 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200F) || (point >= 0x202A && point <= 0x202F) ||
         (point >= 0x205F && point <= 0x2064) || point == 0x3000 || point == 0xFEFF;
}

}  // namespace

std::optional<std::size_t> code_points(std::string_view text) {
  std::size_t count = printable_ascii(text);
  text.remove_prefix(count);
  for (; !text.empty(); ++count) {
    const auto point = take_code_point(text);
    if (!point || *point == 0) return std::nullopt;
  }
  return count;
}

bool is_line(std::string_view text, std::size_t code_points_max) {
  std::size_t count = printable_ascii(text);
  text.remove_prefix(count);
  for (; !text.empty(); ++count) {
    const auto point = take_code_point(text);
    if (!point || is_control(*point)) return false;
  }
  return count <= code_points_max;
}

bool is_unbroken(std::string_view text) {
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point || is_control(*point) || is_space(*point)) return false;
  }
  return true;
}

}  // namespace shared
