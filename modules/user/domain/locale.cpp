#include <user/domain/locale.hpp>

#include <algorithm>
#include <cstddef>

#include <shared/domain/text.hpp>
#include <user/domain/user_errors.hpp>

namespace user {
namespace {

bool is_subtag(std::string_view tag, std::size_t length_min, bool letters_only) {
  constexpr std::size_t length_max = 8;
  if (tag.size() < length_min || tag.size() > length_max) return false;
  return std::ranges::all_of(tag, [&](char c) {
    return shared::is_ascii_letter(c) || (!letters_only && shared::is_ascii_digit(c));
  });
}

bool is_locale(std::string_view text) {
  constexpr std::size_t length_max = 35;  // what RFC 5646 asks everybody to have room for
  if (text.size() > length_max) return false;
  auto dash = text.find('-');
  if (!is_subtag(text.substr(0, dash), 2, true)) return false;
  while (dash != std::string_view::npos) {
    text.remove_prefix(dash + 1);
    dash = text.find('-');
    if (!is_subtag(text.substr(0, dash), 1, false)) return false;
  }
  return true;
}

}  // namespace

shared::Result<Locale> Locale::parse(std::string_view text) {
  if (!is_locale(text)) return shared::refuse(errors::locale_invalid());
  return Locale{std::string{text}};
}

}  // namespace user
