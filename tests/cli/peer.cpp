#include <tests/cli/peer.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace cli_tests {

std::string answer_of(const std::string& body, const std::string& headers) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

Peer::Peer(std::vector<std::vector<std::string>> scripts) : scripts_(std::move(scripts)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("the peer cannot listen");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Peer::~Peer() {
  ending_ = true;
  thread_.join();
  ::close(listener_);
}

void Peer::serve() {
  while (!ending_) {
    pollfd watched{listener_, POLLIN, 0};
    if (::poll(&watched, 1, 10) != 1) continue;
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const auto at = static_cast<std::size_t>(connections_++);
    if (at < scripts_.size()) play(connection, scripts_[at]);
    ::close(connection);
  }
}

bool Peer::read_request(int connection) {
  std::string head;
  while (!ending_ && head.find("\r\n\r\n") == std::string::npos) {
    pollfd watched{connection, POLLIN, 0};
    if (::poll(&watched, 1, 10) != 1) continue;
    char chunk[4096];
    const ssize_t got = ::recv(connection, chunk, sizeof chunk, 0);
    if (got <= 0) return false;
    head.append(chunk, static_cast<std::size_t>(got));
  }
  heads_.push_back(head);
  ++requests_;
  return true;
}

void Peer::play(int connection, const std::vector<std::string>& script) {
  for (const std::string& line : script) {
    if (!read_request(connection) || line == "close") return;
    if (line == "silence") {
      while (!ending_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      return;
    }
    if (::send(connection, line.data(), line.size(), MSG_NOSIGNAL) < 0) return;
  }
}

}  // namespace cli_tests
