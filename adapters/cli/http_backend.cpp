#include <adapters/cli/http_backend.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>

#include <boost/asio/error.hpp>

#include <adapters/cli/http_connection.hpp>
#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

constexpr int reads_tried_max = 3;
constexpr std::chrono::seconds silence_max{45};  // three heartbeats of a stream

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
    connection = std::make_unique<HttpConnection>();
    connection->open(address_, pinned_certificate_, deadline);
  }
  auto response = connection->exchange(request, {address_.host_and_port(), key_}, deadline);
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

http::Response HttpBackend::stream(http::Request request, const Take& take) {
  const auto deadline = std::chrono::steady_clock::now() + answer_timeout_;
  try {
    HttpConnection connection;
    connection.open(address_, pinned_certificate_, deadline);
    return connection.stream(request, {address_.host_and_port(), key_}, deadline, silence_max,
                             take);
  } catch (const Broken& broken) {
    give_up(address_, broken, true);
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
