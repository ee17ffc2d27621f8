#pragma once

#include <string>
#include <string_view>
#include <vector>

// Small readings of header text that more than one part of this layer needs.
namespace http {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// A character of a token (RFC 9110 section 5.6.2): names of methods and headers.
constexpr bool is_token(char c) {
  return is_digit(c) || is_letter(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text);
bool equal_whatever_case(std::string_view left, std::string_view right);
// Without spaces and tabs at its ends.
std::string_view trimmed(std::string_view text);
// The parts between separators, each trimmed; an empty text has none.
std::vector<std::string_view> split(std::string_view text, char separator);
bool is_utf8(std::string_view text);

}  // namespace http
