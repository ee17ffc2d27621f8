#pragma once

#include <functional>
#include <string>
#include <vector>

#include <boost/asio/ip/address.hpp>

// From a host to the addresses that a message may be brought to.
namespace courier {

using Addresses = std::vector<boost::asio::ip::address>;

// Asks for a host's addresses, and waits for the answer; none where there is none.
using Resolve = std::function<Addresses(const std::string& host)>;

// Asks the system. It waits a few seconds at the most: each of its threads gives up early on name
// servers that do not answer.
Addresses resolve_by_system(const std::string& host);

// Whether it belongs to somebody on the public internet (see webhook/domain/public_address.hpp).
bool is_public(const boost::asio::ip::address& address);

}  // namespace courier
