#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Instant: a point in UTC time.
//   Units   milliseconds since 1970-01-01T00:00:00Z
//   Source  RFC 3339 for the text form, always with milliseconds and Z
namespace shared {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

constexpr std::int64_t to_unix_ms(Instant at) { return at.time_since_epoch().count(); }
constexpr Instant from_unix_ms(std::int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

// "2026-11-20T10:57:43.120Z"; years 0000 to 9999.
std::string to_rfc3339(Instant at);
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace shared
