#pragma once

#include <chrono>
#include <string>
#include <variant>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <adapters/cli/backend.hpp>
#include <adapters/cli/server_address.hpp>
#include <adapters/http/message.hpp>

namespace cli {

// The exchange failed. `sent` tells whether the server may have read the request.
struct Broken {
  boost::system::error_code why;
  bool sent = false;
};

// HttpConnection: one TCP connection, with TLS on it where the address says so. Every step runs the
// loop until that step has ended, so that one deadline bounds them all.
//   Errors  Broken
class HttpConnection {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  // Who asks, and where.
  struct Asker {
    std::string host;
    std::string key;
  };

  void open(const ServerAddress& address, const std::string& pinned, Deadline deadline);

  // The server closed a connection that lay idle, or spoke unasked: it cannot be used.
  bool is_stale();
  // Whether it can be used again after the exchange.
  bool keep() const { return keep_; }

  http::Response exchange(const http::Request& request, const Asker& asker, Deadline deadline);

  // As Backend::stream. The deadline is for the head; after it, nothing may be silent for longer
  // than that.
  http::Response stream(const http::Request& request, const Asker& asker, Deadline deadline,
                        std::chrono::milliseconds silence_max, const Backend::Take& take);

 private:
  using Plain = boost::beast::tcp_stream;
  using Secure = boost::beast::ssl_stream<boost::beast::tcp_stream>;

  void run(const boost::system::error_code& failure, bool sent);
  bool run_while(const Backend::Take& take);
  void connect(Plain& stream, const boost::asio::ip::tcp::resolver::results_type& endpoints,
               Deadline deadline);
  void open_secure(const ServerAddress& address, const std::string& pinned,
                   const boost::asio::ip::tcp::resolver::results_type& endpoints,
                   Deadline deadline);
  Plain& lowest();

  boost::asio::io_context loop_{1};
  boost::asio::ssl::context tls_{boost::asio::ssl::context::tls_client};
  std::variant<Plain, Secure> stream_{std::in_place_type<Plain>, loop_};
  boost::beast::flat_buffer buffer_;
  bool keep_ = true;
};

}  // namespace cli
