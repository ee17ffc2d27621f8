#include <user/domain/time_zone.hpp>

#include <algorithm>
#include <cstddef>

#include <shared/domain/text.hpp>
#include <user/domain/user_errors.hpp>

namespace user {
namespace {

bool is_part(std::string_view part) {
  if (part.empty() || !shared::is_ascii_letter(part.front())) return false;
  return std::ranges::all_of(part, [](char c) {
    return shared::is_ascii_letter(c) || shared::is_ascii_digit(c) || c == '_' || c == '-' ||
           c == '+';
  });
}

bool is_time_zone(std::string_view text) {
  constexpr std::size_t length_max = 64;
  if (text.size() > length_max) return false;
  for (;;) {
    const auto slash = text.find('/');
    if (!is_part(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

}  // namespace

shared::Result<TimeZone> TimeZone::parse(std::string_view text) {
  if (!is_time_zone(text)) return shared::refuse(errors::time_zone_invalid());
  return TimeZone{std::string{text}};
}

}  // namespace user
