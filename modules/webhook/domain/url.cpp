#include <webhook/domain/url.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include <shared/domain/text.hpp>
#include <webhook/domain/webhook_errors.hpp>

namespace webhook {
namespace {

constexpr std::uint16_t https_port = 443;
constexpr std::uint16_t http_port = 80;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_hex(char c) { return shared::is_ascii_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

// Takes the scheme off.
std::optional<bool> take_secure(std::string_view& text) {
  const auto end = text.find("://");
  if (end == text.npos) return std::nullopt;
  std::string scheme(text.substr(0, end));
  std::ranges::transform(scheme, scheme.begin(), lower);
  text.remove_prefix(end + 3);
  if (scheme == "https") return true;
  if (scheme == "http") return false;
  return std::nullopt;
}

bool is_label(std::string_view label) {
  constexpr std::size_t length_max = 63;
  return !label.empty() && label.size() <= length_max && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, [](char c) {
           return shared::is_ascii_letter(c) || shared::is_ascii_digit(c) || c == '-' || c == '_';
         });
}

bool is_name(std::string_view host) {
  constexpr std::size_t length_max = 253;
  if (host.size() > length_max) return false;
  for (;;) {
    const auto dot = host.find('.');
    if (!is_label(host.substr(0, dot))) return false;
    if (dot == host.npos) return true;
    host.remove_prefix(dot + 1);
  }
}

bool is_bracketed(std::string_view host) {
  return host.size() >= 2 && host.find(':') != host.npos &&
         std::ranges::all_of(host, [](char c) { return is_hex(c) || c == ':' || c == '.'; });
}

bool is_target(std::string_view target) {
  constexpr std::string_view punctuation = "-._~:/?@!$&'()*+,;=%[]";
  for (std::size_t i = 0; i < target.size(); ++i) {
    const char c = target[i];
    if (!shared::is_ascii_letter(c) && !shared::is_ascii_digit(c) &&
        punctuation.find(c) == punctuation.npos) {
      return false;
    }
    const bool broken = i + 2 >= target.size() || !is_hex(target[i + 1]) || !is_hex(target[i + 2]);
    if (c == '%' && broken) return false;
  }
  return true;
}

std::optional<std::uint16_t> port_in(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = failure == std::errc{} && end == digits.data() + digits.size();
  return whole && port != 0 ? std::optional{port} : std::nullopt;
}

std::unexpected<shared::Error> refuse(std::string why) {
  return shared::refuse(errors::url_invalid(std::move(why)));
}

}  // namespace

shared::Result<Url> Url::parse(std::string_view text, bool plain_allowed) {
  if (text.size() > length_max) return refuse("A URL has at most 2,048 characters.");
  Url url;
  const auto secure = take_secure(text);
  if (!secure) return refuse("A URL begins with https://.");
  if (!*secure && !plain_allowed) {
    return refuse("A URL begins with https://; http:// would show everybody what is sent.");
  }
  url.secure_ = *secure;
  url.port_ = url.secure_ ? https_port : http_port;

  const auto authority_end = std::min(text.find_first_of("/?#\\"), text.size());
  auto authority = text.substr(0, authority_end);
  auto target = text.substr(authority_end);
  if (authority.find('@') != authority.npos) return refuse("A URL names no user and no password.");
  if (target.find('#') != target.npos) return refuse("A URL has no fragment (#...).");
  if (!is_target(target)) return refuse("The path holds a character that must be written as %XX.");

  url.is_ipv6_ = authority.starts_with('[');
  const auto host_end = url.is_ipv6_ ? authority.find(']') : authority.find(':');
  if (url.is_ipv6_ && host_end == authority.npos) return refuse("The host lacks its bracket.");
  url.host_ = authority.substr(url.is_ipv6_ ? 1 : 0, url.is_ipv6_ ? host_end - 1 : host_end);
  std::ranges::transform(url.host_, url.host_.begin(), lower);
  if (!(url.is_ipv6_ ? is_bracketed(url.host_) : is_name(url.host_))) {
    return refuse("The host is neither a name nor an address; other scripts are written in xn--.");
  }
  authority.remove_prefix(std::min(authority.size(), url.is_ipv6_ ? host_end + 1 : host_end));
  if (!authority.empty()) {
    const auto port = authority.starts_with(':') ? port_in(authority.substr(1)) : std::nullopt;
    if (!port) return refuse("The port is a number from 1 to 65535.");
    url.port_ = *port;
  }
  url.target_ = (target.starts_with('/') ? "" : "/") + std::string(target);
  return url;
}

std::string Url::authority() const {
  auto out = is_ipv6_ ? '[' + host_ + ']' : host_;
  if (port_ != (secure_ ? https_port : http_port)) out += ':' + std::to_string(port_);
  return out;
}

std::string Url::text() const { return (secure_ ? "https://" : "http://") + authority() + target_; }

}  // namespace webhook
