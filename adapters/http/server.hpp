#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <ports/shared/ids.hpp>

#include <adapters/http/head.hpp>
#include <adapters/http/message.hpp>
#include <adapters/http/server_settings.hpp>

namespace http {

// Told of each request that was refused before any route saw it. From the server's threads.
using OnRefused = std::function<void(const Refusal&, const std::string& peer)>;

// Server: HTTP/1.1 and 1.0 over TCP or TLS. Everything malformed, oversized or slow is answered and
// cut off here; what comes through goes to the handler, one request of a connection at a time.
//   Errors  the constructor throws std::runtime_error that says what cannot be had: the address,
//           the port, the certificate
class Server {
 public:
  Server(ServerSettings settings, Handler& handler, shared::Ids& ids, OnRefused on_refused = {});
  ~Server();  // drains for no time

  // Accepts from now on.
  void start();
  std::uint16_t port() const;
  std::size_t connections() const;
  std::size_t streams() const;  // those whose answer goes on

  // Takes no more, closes who asks nothing, ends streams, lets the others finish for at most that
  // long, and ends. May be said twice.
  void drain(std::chrono::milliseconds at_most);

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace http
