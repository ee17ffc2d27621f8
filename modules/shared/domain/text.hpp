#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

// What a module asks of any text before a rule of its own.
namespace shared {

// How many code points the text has; nothing where it is not valid UTF-8 or holds a NUL.
//   Source  RFC 3629: no overlong form, no surrogate, nothing beyond U+10FFFF
std::optional<std::size_t> code_points(std::string_view text);

// One line that a person may read: valid UTF-8 without control characters (C0, DEL, C1, the line
// and paragraph separators), of at most so many code points.
bool is_line(std::string_view text, std::size_t code_points_max);

// Valid UTF-8 in which nothing is a space or a control character, also none beyond ASCII.
bool is_unbroken(std::string_view text);

constexpr bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace shared
