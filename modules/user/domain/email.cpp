#include <user/domain/email.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

#include <shared/domain/text.hpp>
#include <user/domain/user_errors.hpp>

namespace user {
namespace {

constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t bytes_max = 254;
constexpr std::size_t label_bytes_max = 63;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

std::string lowered(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > label_bytes_max) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  return std::ranges::all_of(label, [](char c) {
    return shared::is_ascii_letter(c) || shared::is_ascii_digit(c) || c == '-' ||
           !shared::is_ascii(c);
  });
}

bool is_domain(std::string_view domain) {
  for (;;) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

// What would need quotes in a message header is refused: hardly anyone owns such an address, and
// a mailer that forgets the quotes sends elsewhere.
bool is_local_part(std::string_view local) {
  if (local.front() == '.' || local.back() == '.') return false;
  return local.find_first_of("()<>[]:;\\,\"") == std::string_view::npos;
}

}  // namespace

Email::Email(std::string written, std::string normal)
    : written_{std::move(written)}, normal_{std::move(normal)} {}

shared::Result<Email> Email::parse(std::string_view text) {
  const auto refuse = [](std::string_view why) {
    return shared::refuse(errors::email_invalid(why));
  };
  const std::string_view whole = trimmed(text);
  if (whole.empty()) return refuse("is empty");
  if (whole.size() > bytes_max) return refuse("is longer than 254 bytes");
  if (!shared::is_unbroken(whole)) {
    return refuse("holds a space, a control character or bytes that are not UTF-8");
  }

  const auto at = whole.find('@');
  if (at == std::string_view::npos || whole.rfind('@') != at) return refuse("needs exactly one @");
  if (at == 0) return refuse("has nothing before its @");
  if (at > local_bytes_max) return refuse("has more than 64 bytes before its @");
  if (!is_local_part(whole.substr(0, at))) {
    return refuse("has characters before its @ that an address cannot have there");
  }
  if (!is_domain(whole.substr(at + 1))) return refuse("has no domain name behind its @");
  return stored(std::string{whole});
}

Email Email::stored(std::string written) {
  std::string normal = lowered(written);
  return Email{std::move(written), std::move(normal)};
}

std::string normal_email_prefix(std::string_view prefix) { return lowered(trimmed(prefix)); }

}  // namespace user
