#include <adapters/http/connection_streaming.hpp>

namespace http {

using Plain = Connection<boost::asio::ip::tcp::socket>;

template <>
boost::asio::awaitable<bool> Plain::begin() {
  co_return true;
}

template <>
boost::asio::awaitable<void> Plain::end() {
  co_return;
}

void serve_plain(boost::asio::ip::tcp::socket socket, Loop& loop, Service& service, Closed closed) {
  boost::system::error_code ignored;
  std::string address = socket.remote_endpoint(ignored).address().to_string();
  std::make_shared<Plain>(std::move(socket), std::move(address), loop, service, std::move(closed))
      ->start();
}

}  // namespace http
