#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace http_test {

// RawClient: a TCP connection to the loopback, for bytes that no honest client would send. Waits at
// most five seconds for anything.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes);
  // One response, whole; nothing where the server closed, or said nothing for that long.
  std::optional<std::string> response();
  // Everything up to and including that text, or all there is where the server closes first.
  std::string up_to(std::string_view text);
  // Everything until the server closes.
  std::string rest();
  // Whether the server closes (or resets) within five seconds, saying nothing more.
  bool closes();
  int handle() const { return handle_; }

 private:
  bool read_more();

  int handle_ = -1;
  std::string buffer_;
};

int status_of(std::string_view response);
std::string_view body_of(std::string_view response);
// The value of a header, whatever the case of its name; empty where it is not there.
std::string header_of(std::string_view response, std::string_view name);

}  // namespace http_test
