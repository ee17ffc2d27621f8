#include <adapters/courier/webhook/addresses.hpp>

#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <webhook/domain/public_address.hpp>

namespace courier {
namespace {

namespace ip = boost::asio::ip;

// glibc's resolver has its settings in each thread.
void be_brief() {
  thread_local const bool done = [] {
    if (res_init() != 0) return false;
    _res.retrans = 2;  // seconds for each name server
    _res.retry = 1;
    return true;
  }();
  static_cast<void>(done);
}

ip::address address_in(const addrinfo& found) {
  if (found.ai_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, found.ai_addr, sizeof v4);
    ip::address_v4::bytes_type bytes;
    std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
    return ip::address_v4{bytes};
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, found.ai_addr, sizeof v6);
  ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return ip::address_v6{bytes, v6.sin6_scope_id};
}

}  // namespace

Addresses resolve_by_system(const std::string& host) {
  be_brief();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_family = AF_UNSPEC;
  addrinfo* first = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &first) != 0) return {};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(first, ::freeaddrinfo);
  Addresses out;
  for (const auto* at = all.get(); at != nullptr; at = at->ai_next) {
    if (at->ai_family != AF_INET && at->ai_family != AF_INET6) continue;
    const auto address = address_in(*at);
    if (std::ranges::find(out, address) == out.end()) out.push_back(address);
  }
  return out;
}

bool is_public(const ip::address& address) {
  if (address.is_v4()) return webhook::is_public(webhook::Ipv4{address.to_v4().to_bytes()});
  return webhook::is_public(webhook::Ipv6{address.to_v6().to_bytes()});
}

}  // namespace courier
