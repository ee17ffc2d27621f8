#include <adapters/cli/request_target.hpp>

#include <string_view>

namespace cli {
namespace {

void append_encoded(std::string& target, std::string_view text, std::string_view kept) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kept.find(c) != std::string_view::npos;
    if (plain) {
      target += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    target += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
}

}  // namespace

std::string request_target(const http::Request& request) {
  std::string target;
  append_encoded(target, request.path, "-._~/:@!$'()*,;=");
  char separator = '?';
  for (const auto& [name, value] : request.query) {
    target += separator;
    append_encoded(target, name, "-._~");
    target += '=';
    append_encoded(target, value, "-._~/:@,");
    separator = '&';
  }
  return target;
}

}  // namespace cli
