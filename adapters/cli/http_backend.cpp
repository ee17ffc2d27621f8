#include <adapters/cli/http_backend.hpp>

#include <poll.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>
#include <variant>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <adapters/cli/request_target.hpp>
#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using Plain = beast::tcp_stream;
using Secure = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t answer_bytes_max = 64U << 20U;
constexpr int reads_tried_max = 3;

// The exchange failed. `sent` tells whether the server may have read the request.
struct Broken {
  error_code why;
  bool sent = false;
};

bool is_safe_to_repeat(const http::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

std::chrono::milliseconds wait_asked_for(const http::Request& request) {
  for (const auto& [name, value] : request.query) {
    unsigned seconds = 0;
    if (name != "wait") continue;
    std::from_chars(value.data(), value.data() + value.size(), seconds);
    return std::chrono::seconds(std::min(seconds, 3600U));
  }
  return {};
}

using Certificate = std::shared_ptr<X509>;

Certificate first_certificate(const std::string& path) {
  const std::unique_ptr<BIO, int (*)(BIO*)> file(BIO_new_file(path.c_str(), "r"), BIO_free);
  X509* read = file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr;
  if (read == nullptr) {
    throw Stop(ExitCode::file, "the certificate " + path + " cannot be read");
  }
  return {read, X509_free};
}

// The handshake proves that the server has the key of the certificate it shows; what is left to
// ask is whether it is the one that is expected.
struct ShowsPinned {
  Certificate expected;

  bool operator()(bool, asio::ssl::verify_context& context) const {
    X509_STORE_CTX* chain = context.native_handle();
    if (X509_STORE_CTX_get_error_depth(chain) > 0) return true;
    return X509_cmp(X509_STORE_CTX_get_current_cert(chain), expected.get()) == 0;
  }
};

}  // namespace

// Connection: one TCP connection, with TLS on it where the address says so. Every step runs the
// loop until that step has ended, so that one deadline bounds them all.
class HttpBackend::Connection {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  void open(const ServerAddress& address, const std::string& pinned, Deadline deadline) {
    asio::ip::tcp::resolver resolver(loop_);
    error_code failure;
    const auto endpoints = resolver.resolve(address.host, std::to_string(address.port), failure);
    if (failure) throw Broken{failure};
    if (address.tls) {
      open_secure(address, pinned, endpoints, deadline);
    } else {
      Plain& plain = stream_.emplace<Plain>(loop_);
      connect(plain, endpoints, deadline);
    }
  }

  // The server closed a connection that lay idle, or spoke unasked: it cannot be used.
  bool is_stale() {
    pollfd watched{lowest().socket().native_handle(), POLLIN, 0};
    return buffer_.size() > 0 || ::poll(&watched, 1, 0) != 0;
  }

  http::Response exchange(const http::Request& request, const std::string& host,
                          const std::string& key, Deadline deadline) {
    beast::http::request<beast::http::string_body> message{
        beast::http::string_to_verb(request.method), request_target(request), 11};
    message.set(beast::http::field::host, host);
    message.set(beast::http::field::user_agent, "cleave");
    message.set(beast::http::field::authorization, "Bearer " + key);
    for (const auto& [name, value] : request.headers) message.set(name, value);
    message.body() = request.body;
    message.prepare_payload();

    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    std::visit([&](auto& stream) { write_and_read(stream, message, parser, deadline); }, stream_);
    keep_ = parser.get().keep_alive();

    http::Response response;
    response.status = parser.get().result_int();
    for (const auto& field : parser.get()) {
      response.headers.emplace_back(field.name_string(), field.value());
    }
    response.content_type = parser.get()[beast::http::field::content_type];
    response.body = std::move(parser.get().body());
    return response;
  }

  bool keep() const { return keep_; }

 private:
  void run(const error_code& failure, bool sent) {
    loop_.restart();
    loop_.run();
    if (failure) throw Broken{failure, sent};
  }

  void connect(Plain& stream, const asio::ip::tcp::resolver::results_type& endpoints,
               Deadline deadline) {
    error_code failure;
    stream.expires_at(deadline);
    stream.async_connect(endpoints, [&](error_code result, const auto&) { failure = result; });
    run(failure, false);
    stream.socket().set_option(asio::ip::tcp::no_delay(true), failure);
  }

  void open_secure(const ServerAddress& address, const std::string& pinned,
                   const asio::ip::tcp::resolver::results_type& endpoints, Deadline deadline) {
    tls_.set_default_verify_paths();
    tls_.set_verify_mode(asio::ssl::verify_peer);
    Secure& secure = stream_.emplace<Secure>(loop_, tls_);
    if (pinned.empty()) {
      secure.set_verify_callback(asio::ssl::host_name_verification(address.host));
    } else {
      secure.set_verify_callback(ShowsPinned{first_certificate(pinned)});
    }
    SSL_set_min_proto_version(secure.native_handle(), TLS1_2_VERSION);
    SSL_set_tlsext_host_name(secure.native_handle(), address.host.c_str());
    connect(beast::get_lowest_layer(secure), endpoints, deadline);
    error_code failure;
    secure.async_handshake(asio::ssl::stream_base::client,
                           [&](error_code result) { failure = result; });
    run(failure, false);
  }

  template <class Stream, class Message, class Parser>
  void write_and_read(Stream& stream, Message& message, Parser& parser, Deadline deadline) {
    error_code failure;
    const auto done = [&](error_code result, std::size_t) { failure = result; };
    beast::get_lowest_layer(stream).expires_at(deadline);
    beast::http::async_write(stream, message, done);
    run(failure, true);
    beast::http::async_read(stream, buffer_, parser, done);
    run(failure, true);
  }

  Plain& lowest() {
    if (Plain* plain = std::get_if<Plain>(&stream_)) return *plain;
    return beast::get_lowest_layer(std::get<Secure>(stream_));
  }

  asio::io_context loop_{1};
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  std::variant<Plain, Secure> stream_{std::in_place_type<Plain>, loop_};
  beast::flat_buffer buffer_;
  bool keep_ = true;
};

namespace {

[[noreturn]] void give_up(const ServerAddress& address, const Broken& broken, bool is_read) {
  const std::string where = address.host_and_port();
  if (broken.why == asio::error::connection_refused) {
    throw Stop(ExitCode::unavailable, "no server at " + where,
               "start one with `cleave serve --listen " + where + "`");
  }
  if (broken.why == beast::error::timeout) {
    throw Stop(ExitCode::unavailable, "the server at " + where + " did not answer in time",
               is_read ? "try again" : "look whether it was done before you try again");
  }
  const bool certificate = broken.why.category() == asio::error::get_ssl_category();
  std::string next;
  if (certificate) {
    next = "if the server's certificate is your own, say SSL_CERT_FILE=FILE";
  } else if (broken.sent && !is_read) {
    next = "look whether it was done before you try again";
  }
  throw Stop(ExitCode::unavailable,
             "the server at " + where + " cannot be asked: " + broken.why.message(), next);
}

}  // namespace

HttpBackend::HttpBackend(ServerAddress address, std::string key,
                         std::chrono::milliseconds answer_timeout, std::string pinned_certificate)
    : address_(std::move(address)),
      key_(std::move(key)),
      answer_timeout_(answer_timeout),
      pinned_certificate_(std::move(pinned_certificate)) {}

HttpBackend::~HttpBackend() = default;

http::Response HttpBackend::exchange(const http::Request& request) {
  const auto deadline =
      std::chrono::steady_clock::now() + answer_timeout_ + wait_asked_for(request);
  if (connection_ && connection_->is_stale()) connection_.reset();
  // Taken out, so that an exchange that throws leaves no half-read connection behind.
  auto connection = std::move(connection_);
  if (!connection) {
    connection = std::make_unique<Connection>();
    connection->open(address_, pinned_certificate_, deadline);
  }
  auto response = connection->exchange(request, address_.host_and_port(), key_, deadline);
  if (connection->keep()) connection_ = std::move(connection);
  return response;
}

http::Response HttpBackend::request(http::Request request) {
  const bool repeatable = is_safe_to_repeat(request);
  for (int tried = 1;; ++tried) {
    try {
      return exchange(request);
    } catch (const Broken& broken) {
      const bool hopeless = !broken.sent || broken.why == beast::error::timeout;
      if (!repeatable || hopeless || tried == reads_tried_max) {
        give_up(address_, broken, repeatable);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100 * tried));
    }
  }
}

std::string read_key_file(const std::string& path) {
  std::ifstream file(path);
  std::string key;
  if (!file) throw Stop(ExitCode::file, "the key file " + path + " cannot be read");
  std::string further;
  if (!(file >> key) || file >> further) {
    throw Stop(ExitCode::usage, "the key file " + path + " must hold one key and nothing else");
  }
  return key;
}

}  // namespace cli
