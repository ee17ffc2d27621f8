#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace test {

// Received: one request as it came.
struct Received {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  const std::string& header(const std::string& name) const { return headers.at(name); }
};

// Receiver: a server on the loopback that keeps what it is told and answers as a test says. One
// connection at a time, one request each.
class Receiver {
 public:
  // What it answers: a whole response, "" to hang up, nothing to say nothing until it stops.
  using Answer = std::function<std::optional<std::string>(const Received&)>;

  // `certificate`, `key`: files; empty: without TLS. `port`: 0 for any.
  explicit Receiver(std::string certificate = "", const std::string& key = "",
                    std::uint16_t port = 0);
  ~Receiver();

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& path = "/hook") const;
  void answer(Answer answer);
  void answer_status(int status);

  std::vector<Received> received() const;
  std::size_t count() const { return received().size(); }

 private:
  using Tcp = boost::asio::ip::tcp;

  void serve();
  template <class Stream>
  void exchange(Stream& stream);
  std::optional<std::string> note(Received request);

  boost::asio::io_context context_;
  std::optional<boost::asio::ssl::context> tls_;
  Tcp::acceptor acceptor_{context_};
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  Answer answer_;
  std::vector<Received> received_;
  std::thread thread_;
};

// "HTTP/1.1 <status> ..." with an empty body and whatever headers.
std::string response(int status, const std::string& headers = "");

// Polls until it holds; false after that time.
bool within(std::chrono::milliseconds time, const std::function<bool()>& holds);

}  // namespace test
