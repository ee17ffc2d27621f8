#include <adapters/cli/http_connection.hpp>

#include <poll.h>

#include <array>
#include <memory>
#include <utility>

#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <adapters/cli/request_target.hpp>
#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using Message = beast::http::request<beast::http::string_body>;

constexpr std::size_t answer_bytes_max = 64U << 20U;
constexpr std::chrono::milliseconds look_every{100};

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

Message message_of(const http::Request& request, const HttpConnection::Asker& asker) {
  Message message{beast::http::string_to_verb(request.method), request_target(request), 11};
  message.set(beast::http::field::host, asker.host);
  message.set(beast::http::field::user_agent, "cleave");
  message.set(beast::http::field::authorization, "Bearer " + asker.key);
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

// All of an answer but its body.
template <class Answer>
http::Response head_of(const Answer& answer) {
  http::Response response;
  response.status = answer.result_int();
  for (const auto& field : answer) {
    response.headers.emplace_back(field.name_string(), field.value());
  }
  response.content_type = answer[beast::http::field::content_type];
  return response;
}

}  // namespace

void HttpConnection::open(const ServerAddress& address, const std::string& pinned,
                          Deadline deadline) {
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

bool HttpConnection::is_stale() {
  pollfd watched{lowest().socket().native_handle(), POLLIN, 0};
  return buffer_.size() > 0 || ::poll(&watched, 1, 0) != 0;
}

http::Response HttpConnection::exchange(const http::Request& request, const Asker& asker,
                                        Deadline deadline) {
  Message message = message_of(request, asker);
  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(answer_bytes_max);
  error_code failure;
  const auto done = [&](error_code result, std::size_t) { failure = result; };
  lowest().expires_at(deadline);
  std::visit([&](auto& stream) { beast::http::async_write(stream, message, done); }, stream_);
  run(failure, true);
  std::visit([&](auto& stream) { beast::http::async_read(stream, buffer_, parser, done); },
             stream_);
  run(failure, true);
  keep_ = parser.get().keep_alive();
  http::Response response = head_of(parser.get());
  response.body = std::move(parser.get().body());
  return response;
}

http::Response HttpConnection::stream(const http::Request& request, const Asker& asker,
                                      Deadline deadline, std::chrono::milliseconds silence_max,
                                      const Backend::Take& take) {
  Message message = message_of(request, asker);
  beast::http::response_parser<beast::http::buffer_body> parser;
  parser.body_limit(boost::none);
  error_code failure;
  const auto done = [&](error_code result, std::size_t) { failure = result; };
  keep_ = false;
  lowest().expires_at(deadline);
  std::visit([&](auto& stream) { beast::http::async_write(stream, message, done); }, stream_);
  if (!run_while(take)) return {};
  if (failure) throw Broken{failure, true};
  std::visit([&](auto& stream) { beast::http::async_read_header(stream, buffer_, parser, done); },
             stream_);
  if (!run_while(take)) return {};
  if (failure) throw Broken{failure, true};
  http::Response response = head_of(parser.get());
  const bool goes_on = response.status >= 200 && response.status <= 299;
  while (!parser.is_done()) {
    std::array<char, 8192> room;
    parser.get().body() = {room.data(), room.size(), true};
    lowest().expires_after(silence_max);
    std::visit([&](auto& stream) { beast::http::async_read_some(stream, buffer_, parser, done); },
               stream_);
    const bool wanted = run_while(take);
    const std::string_view piece(room.data(), room.size() - parser.get().body().size);
    if (!wanted) return response;
    if (failure && failure != beast::http::error::need_buffer) throw Broken{failure, true};
    if (!goes_on)
      response.body.append(piece.substr(0, answer_bytes_max - response.body.size()));
    else if (!piece.empty() && !take(piece))
      return response;
  }
  return response;
}

void HttpConnection::run(const error_code& failure, bool sent) {
  loop_.restart();
  loop_.run();
  if (failure) throw Broken{failure, sent};
}

// Runs the step to its end, and asks every now and then whether it is still wanted; false, and the
// step has ended, where it is not.
bool HttpConnection::run_while(const Backend::Take& take) {
  loop_.restart();
  while (!loop_.stopped()) {
    loop_.run_for(look_every);
    if (take({})) continue;
    lowest().cancel();
    loop_.restart();
    loop_.run();
    return false;
  }
  return true;
}

void HttpConnection::connect(Plain& stream, const asio::ip::tcp::resolver::results_type& endpoints,
                             Deadline deadline) {
  error_code failure;
  stream.expires_at(deadline);
  stream.async_connect(endpoints, [&](error_code result, const auto&) { failure = result; });
  run(failure, false);
  stream.socket().set_option(asio::ip::tcp::no_delay(true), failure);
}

void HttpConnection::open_secure(const ServerAddress& address, const std::string& pinned,
                                 const asio::ip::tcp::resolver::results_type& endpoints,
                                 Deadline deadline) {
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

HttpConnection::Plain& HttpConnection::lowest() {
  if (Plain* plain = std::get_if<Plain>(&stream_)) return *plain;
  return beast::get_lowest_layer(std::get<Secure>(stream_));
}

}  // namespace cli
