#include <adapters/http/target.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

#include <adapters/http/text.hpp>

namespace http {
namespace {

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
  return -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::ranges::any_of(result, control) || !is_utf8(result)) return std::nullopt;
  return result;
}

std::optional<Fields> parse_query(std::string_view text) {
  Fields query;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals));
    auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return std::nullopt;
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

// "http://host/path" names this server too: what counts is what follows the host.
std::string_view without_origin(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equal_whatever_case(text.substr(0, scheme.size()), scheme)) continue;
    const std::size_t path = text.find_first_of("/?", scheme.size());
    return path == std::string_view::npos ? "/" : text.substr(path);
  }
  return text;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
  text = without_origin(text);
  if (text.find('#') != std::string_view::npos) return std::nullopt;
  const std::size_t mark = std::min(text.find('?'), text.size());
  auto path = decoded(text.substr(0, mark));
  auto query = parse_query(text.substr(std::min(mark + 1, text.size())));
  if (!path || !query) return std::nullopt;
  if (*path != "*" && !path->starts_with('/')) return std::nullopt;
  return Target{std::move(*path), std::move(*query)};
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    if (is_digit(c) || is_letter(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      result += c;
      continue;
    }
    const auto code = static_cast<unsigned char>(c);
    result += '%';
    result += hex[code >> 4U];
    result += hex[code & 0xFU];
  }
  return result;
}

}  // namespace http
