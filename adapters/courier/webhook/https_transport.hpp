#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <adapters/courier/webhook/addresses.hpp>
#include <ports/webhook/transport.hpp>

namespace courier {

struct TransportSettings {
  // Any address may be spoken to, and http:// too.
  bool allow_private_addresses = false;
  std::chrono::milliseconds connect_max{5'000};  // name, connection and handshake
  std::chrono::milliseconds address_max{1'500};  // of one address where there are others behind it
  std::chrono::milliseconds total_max{15'000};
  std::size_t answer_bytes_max = 64 * 1024;
  std::string user_agent = "cleave";
  std::string trusted_certificates;  // a file of PEM; empty: those that the system trusts
  Resolve resolve = resolve_by_system;
};

// HttpsTransport: Transport over HTTP/1.1 and TLS 1.2 or later, on a thread of its own and a few
// that wait for name servers. Names are asked for at most once for each message, and the very
// addresses that were found to be allowed are connected to, one after the other. The receiver's
// certificate must be for the URL's host. Of an answer, the status counts; its body is read, up to
// a bound, and dropped.
//   Source  Standard Webhooks 1.0 for the headers
class HttpsTransport final : public webhook::Transport {
 public:
  // `post` brings what is to be done to the thread of the process that sends.
  using Post = std::function<void(std::move_only_function<void()>)>;

  // Throws std::runtime_error where the trusted certificates cannot be read.
  HttpsTransport(TransportSettings settings, Post post);
  ~HttpsTransport() override;
  HttpsTransport(const HttpsTransport&) = delete;
  HttpsTransport& operator=(const HttpsTransport&) = delete;

  void send(webhook::Message message, Done done) override;
  // Whatever is on its way is dropped. May be said twice.
  void stop();

 private:
  struct Loop;

  std::unique_ptr<Loop> loop_;
};

}  // namespace courier
