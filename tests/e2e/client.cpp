#include <tests/e2e/client.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace e2e {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Message = beast::http::request<beast::http::string_body>;
using Parser = beast::http::response_parser<beast::http::string_body>;

}  // namespace

class Client::Connection {
 public:
  Connection(const std::string& host, const std::string& port, std::chrono::milliseconds step_max)
      : step_max_(step_max) {
    const asio::ip::tcp::endpoint peer{asio::ip::make_address(host),
                                       static_cast<std::uint16_t>(std::stoi(port))};
    step([&](auto done) { stream_.async_connect(peer, done); });
    stream_.socket().set_option(asio::ip::tcp::no_delay(true));
  }

  void exchange(Message& message, Parser& parser) {
    step([&](auto done) { beast::http::async_write(stream_, message, done); });
    step([&](auto done) { beast::http::async_read(stream_, buffer_, parser, done); });
  }

 private:
  template <class Begin>
  void step(Begin begin) {
    boost::system::error_code failure;
    stream_.expires_after(step_max_);
    begin([&failure](boost::system::error_code result, auto&&...) { failure = result; });
    loop_.restart();
    loop_.run();
    if (failure) throw NoAnswer(failure.message());
  }

  std::chrono::milliseconds step_max_;
  asio::io_context loop_{1};
  beast::tcp_stream stream_{loop_};
  beast::flat_buffer buffer_;
};

std::string Answer::header(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (beast::iequals(field, name)) return value;
  }
  return {};
}

Client::Client(const std::string& url, std::string key, std::chrono::milliseconds answer_max)
    : key_(std::move(key)), answer_max_(answer_max) {
  const auto host = url.find("://") + 3;
  const auto colon = url.rfind(':');
  host_ = url.substr(host, colon - host);
  port_ = url.substr(colon + 1);
}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

Answer Client::send(const std::string& method, const std::string& target, const std::string& body,
                    const Headers& headers) {
  Message message{beast::http::string_to_verb(method), target, 11};
  message.set(beast::http::field::host, host_ + ':' + port_);
  if (!key_.empty()) message.set(beast::http::field::authorization, "Bearer " + key_);
  if (!body.empty()) message.set(beast::http::field::content_type, "application/json");
  for (const auto& [name, value] : headers) message.set(name, value);
  message.body() = body;
  message.prepare_payload();

  // Taken out, so that an exchange that throws leaves no half-read connection behind.
  auto connection = std::move(connection_);
  if (!connection) connection = std::make_unique<Connection>(host_, port_, answer_max_);
  Parser parser;
  parser.body_limit(64U << 20U);
  connection->exchange(message, parser);
  auto& response = parser.get();
  if (response.keep_alive()) connection_ = std::move(connection);

  Answer answer;
  answer.status = static_cast<int>(response.result_int());
  for (const auto& field : response) {
    answer.headers.emplace_back(field.name_string(), field.value());
  }
  answer.text = std::move(response.body());
  return answer;
}

}  // namespace e2e
