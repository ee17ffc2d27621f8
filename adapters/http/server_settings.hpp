#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <adapters/http/head.hpp>

namespace http {

struct TlsFiles {
  std::string certificate;  // PEM, the whole chain
  std::string key;          // PEM
};

// ServerSettings: where the server listens, and what it bears of its peers.
struct ServerSettings {
  using ms = std::chrono::milliseconds;

  std::string host = "127.0.0.1";  // an address, or a name that has one
  std::uint16_t port = 0;          // 0: the system chooses
  std::size_t threads = 1;
  std::optional<TlsFiles> tls;

  HeadLimits head;
  std::size_t connections_max = 10'000;
  std::size_t connections_per_address_max = 2'000;

  ms handshake_max{5'000};
  ms idle_max{60'000};      // between two requests, and before the first
  ms head_max{10'000};      // from the first byte of a request to the end of its head
  ms request_max{30'000};   // from the first byte of a request to the end of its body
  ms body_grace{5'000};     // after this a body must have come at the rate below
  std::size_t body_bytes_per_s_min = 1024;
  ms write_max{30'000};     // for one response, or one piece of a streamed one
  ms heartbeat_every{15'000};       // on a stream that has nothing else to say
  ms linger_max{1'000};     // how long a refused peer is listened to, so that it reads the answer
  ms tick{250};             // how exactly all these are kept
};

}  // namespace http
