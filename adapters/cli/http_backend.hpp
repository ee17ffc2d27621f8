#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <adapters/cli/backend.hpp>
#include <adapters/cli/server_address.hpp>

// HttpBackend: a server asked over HTTP/1.1, one request at a time on one kept connection.
//   Units   answer_timeout covers connecting, sending and the whole answer; a long poll's `wait`
//           parameter is added to it
//   Errors  Stop (unavailable) where the server cannot be reached, breaks off or takes too long.
//           A GET is tried again, on a new connection; a write never is, once it may have been read
//   Source  RFC 9112; TLS 1.2 or later with the name verified against the system's certificates
//           or those of SSL_CERT_FILE; with `pinned_certificate` (a PEM file) the server must show
//           that very one instead, whatever its name and issuer
namespace cli {

class HttpConnection;

class HttpBackend : public Backend {
 public:
  HttpBackend(ServerAddress address, std::string key,
              std::chrono::milliseconds answer_timeout = std::chrono::seconds(60),
              std::string pinned_certificate = {});
  ~HttpBackend() override;

  http::Response request(http::Request request) override;
  http::Response stream(http::Request request, const Take& take) override;
  std::string place() const override { return "server " + address_.url(); }

 private:
  http::Response exchange(const http::Request& request);

  ServerAddress address_;
  std::string key_;
  std::chrono::milliseconds answer_timeout_;
  std::string pinned_certificate_;
  std::unique_ptr<HttpConnection> connection_;
};

// The key that a file holds, without the white space around it. Throws Stop (file) where the file
// cannot be read, (usage) where it holds no key.
std::string read_key_file(const std::string& path);

}  // namespace cli
