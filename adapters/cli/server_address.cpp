#include <adapters/cli/server_address.hpp>

#include <algorithm>
#include <charconv>

#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  throw Stop(ExitCode::usage,
             "server address \"" + std::string(text) + "\": " + std::string(why) +
                 "; write it as http://127.0.0.1:8420 or https://cleave.example.com");
}

std::uint16_t parse_port(std::string_view digits, std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), port);
  if (error != std::errc{} || end != digits.end() || port == 0) {
    refuse(text, "the port is a number from 1 to 65535");
  }
  return port;
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == ':' || c == '_';
}

}  // namespace

ServerAddress ServerAddress::parse(std::string_view text) {
  ServerAddress address;
  std::string_view rest = text;
  if (rest.starts_with("https://")) {
    address.tls = true;
    address.port = 443;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else if (rest.find("://") != std::string_view::npos) {
    refuse(text, "only http and https are spoken");
  }
  if (rest.ends_with('/')) rest.remove_suffix(1);

  std::string_view port;
  if (rest.starts_with('[')) {
    const auto close = rest.find(']');
    if (close == std::string_view::npos) refuse(text, "a bracket is not closed");
    address.host = rest.substr(1, close - 1);
    port = rest.substr(close + 1);
  } else {
    const auto colon = std::min(rest.find(':'), rest.size());
    address.host = rest.substr(0, colon);
    port = rest.substr(colon);
  }
  if (address.host.empty()) refuse(text, "it names no host");
  if (!std::ranges::all_of(address.host, is_host_character)) {
    refuse(text, "the host holds a character that no host has");
  }
  if (!port.empty()) {
    if (port.front() != ':') refuse(text, "only a port may follow the host");
    address.port = parse_port(port.substr(1), text);
  }
  return address;
}

std::string ServerAddress::host_and_port() const {
  const bool bracketed = host.find(':') != std::string::npos;
  return (bracketed ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string ServerAddress::url() const {
  return (tls ? "https://" : "http://") + host_and_port();
}

}  // namespace cli
