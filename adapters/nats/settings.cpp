#include <adapters/nats/settings.hpp>

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace nats {
namespace {

constexpr std::string_view plain = "nats://";
constexpr std::string_view secure = "tls://";

[[noreturn]] void refuse(const std::string& why) {
  throw std::runtime_error("the NATS URL " + why);
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) &&
         std::stoi(std::string{text}) <= 65'535;
}

Address parse_address(std::string_view text) {
  Address address{std::string{text}, {}, text.starts_with(secure)};
  if (!address.tls && !text.starts_with(plain)) refuse("must begin with nats:// or tls://");
  auto place = text.substr(address.tls ? secure.size() : plain.size());
  if (place.contains('@')) refuse("must not hold a user or password: give them in files");
  const auto colon = place.rfind(':');
  if (colon == place.npos || !is_port(place.substr(colon + 1))) {
    refuse("must name host and port: " + address.url);
  }
  place = place.substr(0, colon);
  if (place.starts_with('[') && place.ends_with(']')) place = place.substr(1, place.size() - 2);
  if (place.empty() || place.contains('/')) refuse("must name host and port: " + address.url);
  address.host = place;
  return address;
}

}  // namespace

std::vector<Address> parse_addresses(const std::string& url) {
  std::vector<Address> addresses;
  for (std::size_t from = 0; from <= url.size();) {
    const auto comma = std::min(url.find(',', from), url.size());
    addresses.push_back(parse_address(std::string_view{url}.substr(from, comma - from)));
    from = comma + 1;
  }
  return addresses;
}

}  // namespace nats
