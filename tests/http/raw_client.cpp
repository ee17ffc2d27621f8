#include <tests/http/raw_client.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <adapters/http/text.hpp>

namespace http_test {

RawClient::RawClient(std::uint16_t port) : handle_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{5, 0};
  ::setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(handle_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("nobody listens");
}

RawClient::~RawClient() { ::close(handle_); }

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server has heard enough
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool RawClient::read_more() {
  std::array<char, 65536> chunk;
  const auto bytes = ::recv(handle_, chunk.data(), chunk.size(), 0);
  if (bytes <= 0) return false;
  buffer_.append(chunk.data(), static_cast<std::size_t>(bytes));
  return true;
}

std::optional<std::string> RawClient::response() {
  for (;;) {
    const std::size_t head = buffer_.find("\r\n\r\n");
    if (head != std::string::npos) {
      const std::string length = header_of(buffer_.substr(0, head + 2), "content-length");
      const std::size_t whole = head + 4 + static_cast<std::size_t>(std::atol(length.c_str()));
      if (buffer_.size() >= whole) {
        std::string response = buffer_.substr(0, whole);
        buffer_.erase(0, whole);
        return response;
      }
    }
    if (!read_more()) return std::nullopt;
  }
}

std::string RawClient::up_to(std::string_view text) {
  std::size_t at = buffer_.find(text);
  while (at == std::string::npos && read_more()) at = buffer_.find(text);
  std::string found = buffer_.substr(0, at == std::string::npos ? at : at + text.size());
  buffer_.erase(0, found.size());
  return found;
}

std::string RawClient::rest() {
  while (read_more()) {
  }
  return std::exchange(buffer_, {});
}

bool RawClient::closes() {
  std::array<char, 1> byte;
  const auto bytes = ::recv(handle_, byte.data(), byte.size(), 0);
  return bytes == 0 || (bytes < 0 && errno == ECONNRESET);
}

int status_of(std::string_view response) {
  if (!response.starts_with("HTTP/1.1 ")) return 0;
  return std::atoi(std::string(response.substr(9, 3)).c_str());
}

std::string_view body_of(std::string_view response) {
  const std::size_t head = response.find("\r\n\r\n");
  return head == std::string_view::npos ? "" : response.substr(head + 4);
}

std::string header_of(std::string_view response, std::string_view name) {
  while (!response.empty()) {
    const std::size_t end = std::min(response.find("\r\n"), response.size());
    const std::string_view line = response.substr(0, end);
    const std::size_t colon = std::min(line.find(':'), line.size());
    if (end == 0) return "";
    if (colon < line.size() && http::equal_whatever_case(line.substr(0, colon), name))
      return std::string(http::trimmed(line.substr(colon + 1)));
    response.remove_prefix(std::min(end + 2, response.size()));
  }
  return "";
}

}  // namespace http_test
