#include <boost/asio/ssl/stream.hpp>

#include <adapters/http/connection_streaming.hpp>

namespace http {

using Tls = Connection<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>>;

template <>
boost::asio::awaitable<bool> Tls::begin() {
  expire_after(settings_.handshake_max);
  const auto [failure] =
      co_await stream_.async_handshake(boost::asio::ssl::stream_base::server, as_values);
  co_return !failure;
}

// Says that nothing was cut off; the peer may have gone already.
template <>
boost::asio::awaitable<void> Tls::end() {
  expire_after(settings_.linger_max);
  co_await stream_.async_shutdown(as_values);
}

void serve_tls(boost::asio::ip::tcp::socket socket, TlsContext& tls, Loop& loop, Service& service,
               Closed closed) {
  boost::system::error_code ignored;
  std::string address = socket.remote_endpoint(ignored).address().to_string();
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream(std::move(socket), tls);
  std::make_shared<Tls>(std::move(stream), std::move(address), loop, service, std::move(closed))
      ->start();
}

}  // namespace http
