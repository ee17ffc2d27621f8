#include <tests/receiver/receiver.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace test {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

}  // namespace

std::string response(int status, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " As Told\r\nContent-Length: 0\r\n" + headers +
         "\r\n";
}

bool within(std::chrono::milliseconds time, const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(10ms);
  }
  return true;
}

Receiver::Receiver(std::string certificate, const std::string& key, std::uint16_t port) {
  if (!certificate.empty()) {
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->use_certificate_chain_file(certificate);
    tls_->use_private_key_file(key, asio::ssl::context::pem);
  }
  answer_status(200);
  const Tcp::endpoint at{asio::ip::address_v4::loopback(), port};
  acceptor_.open(at.protocol());
  acceptor_.set_option(asio::socket_base::reuse_address{true});
  acceptor_.bind(at);
  acceptor_.listen();
  acceptor_.non_blocking(true);
  port_ = acceptor_.local_endpoint().port();
  thread_ = std::thread([this] { serve(); });
}

Receiver::~Receiver() {
  stopping_ = true;
  thread_.join();
}

std::string Receiver::url(const std::string& path) const {
  return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_) + path;
}

void Receiver::answer(Answer answer) {
  const std::scoped_lock lock(mutex_);
  answer_ = std::move(answer);
}

void Receiver::answer_status(int status) {
  answer([status](const Received&) { return response(status); });
}

std::vector<Received> Receiver::received() const {
  const std::scoped_lock lock(mutex_);
  return received_;
}

void Receiver::serve() {
  while (!stopping_) {
    Tcp::socket socket{context_};
    boost::system::error_code failure;
    acceptor_.accept(socket, failure);
    if (failure) {
      std::this_thread::sleep_for(2ms);
      continue;
    }
    socket.non_blocking(false);
    try {
      if (tls_) {
        asio::ssl::stream<Tcp::socket&> stream{socket, *tls_};
        stream.handshake(asio::ssl::stream_base::server);
        exchange(stream);
      } else {
        exchange(socket);
      }
    } catch (const boost::system::system_error&) {
      // The sender hung up; its business.
    }
  }
}

template <class Stream>
void Receiver::exchange(Stream& stream) {
  boost::beast::flat_buffer buffer;
  http::request_parser<http::string_body> parser;
  parser.body_limit(1U << 20U);
  http::read(stream, buffer, parser);
  Received request{std::string(parser.get().method_string()),
                   std::string(parser.get().target()),
                   {},
                   parser.get().body()};
  for (const auto& field : parser.get()) {
    request.headers.emplace(lower(std::string(field.name_string())), field.value());
  }
  const auto answer = note(std::move(request));
  while (!answer && !stopping_) std::this_thread::sleep_for(5ms);
  if (answer) asio::write(stream, asio::buffer(*answer));
}

std::optional<std::string> Receiver::note(Received request) {
  const std::scoped_lock lock(mutex_);
  received_.push_back(std::move(request));
  return answer_(received_.back());
}

}  // namespace test
