#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <adapters/courier/webhook/https_transport.hpp>
#include <adapters/courier/webhook/resolver.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <webhook/domain/url.hpp>

namespace courier {

// Exchange: one message and its answer, over a connection of its own. All of it runs on the loop's
// thread; it lives as long as something it waits for.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  struct Around {
    const TransportSettings& settings;
    boost::asio::io_context& loop;
    Resolver& resolver;
    boost::asio::ssl::context& tls;
    const HttpsTransport::Post& post;
  };

  Exchange(const Around& around, webhook::Message message, webhook::Transport::Done done);

  void start();

 private:
  using Tcp = boost::asio::ip::tcp;
  using Answer = boost::beast::http::response_parser<boost::beast::http::buffer_body>;

  void resolve();
  void choose(const Addresses& found);
  void connect();
  void connected(boost::system::error_code failure);
  std::chrono::milliseconds left_of(std::chrono::milliseconds time) const;
  void shake_hands();
  void write();
  void read_head();
  void read_body();
  void finish_by_head();
  void end_after(std::chrono::milliseconds time, std::string text);
  void fail(std::string why);
  void finish(webhook::Reply reply);
  // Calls use(stream): the connection, with TLS where the URL says so.
  template <class Use>
  void with_stream(Use use);

  Around around_;
  webhook::Message message_;
  webhook::Transport::Done done_;
  std::optional<webhook::Url> url_;
  std::chrono::steady_clock::time_point began_;
  boost::asio::steady_timer timer_;
  // Whether it has ended; the resolver's threads look, too.
  std::shared_ptr<std::atomic<bool>> over_ = std::make_shared<std::atomic<bool>>(false);
  std::vector<Tcp::endpoint> targets_;  // those that were not tried yet, the first last
  boost::asio::steady_timer turn_;      // of the address that is being tried
  Tcp::socket socket_;
  std::optional<boost::asio::ssl::stream<Tcp::socket&>> secure_;
  boost::beast::http::request<boost::beast::http::string_body> request_;
  boost::beast::flat_buffer buffer_;
  Answer answer_;
  std::array<char, 8192> dropped_;  // where the body goes
  std::size_t body_bytes_ = 0;
};

}  // namespace courier
