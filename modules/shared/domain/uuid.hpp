#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Uuid: 128 bits that name one thing for ever. Cleave draws version 7 (time-ordered) only.
//   Source  RFC 9562
namespace shared {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
};

// 36 characters, lower case: "01932f6a-7c1e-7b3a-8f00-3d2e1a5b9c77".
std::string to_text(const Uuid& id);
std::optional<Uuid> parse_uuid(std::string_view text);

// "usr_" + 26 characters of base32hex in lower case (RFC 4648, no padding): sorts as the Uuid does.
std::string prefixed(std::string_view prefix, const Uuid& id);
// Nothing unless the text is exactly that form under that prefix.
std::optional<Uuid> parse_prefixed(std::string_view prefix, std::string_view text);

}  // namespace shared
