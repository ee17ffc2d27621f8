#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

// Values of headers, as CloudEvents writes them.
//   Source  CloudEvents 1.0.2, HTTP protocol binding 3.1.3.2: everything but visible ASCII, and of
//           that the quote and the percent sign, is percent-encoded as UTF-8
namespace nats {

std::string encode_header(std::string_view text);
// Nothing where an escape is no escape.
std::optional<std::string> decode_header(std::string_view text);

// Nothing unless the whole text is a number of that type.
template <std::integral Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return number;
}

}  // namespace nats
