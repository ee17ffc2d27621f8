#include <tests/support/nats_client.hpp>

#include <stdexcept>

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <tests/support/loopback.hpp>

namespace test {
namespace {

constexpr timeval answer_max{60, 0};

}  // namespace

NatsClient::NatsClient(std::uint16_t port, const std::string& user, const std::string& password)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const auto address = loopback(port);
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &answer_max, sizeof answer_max);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("nobody listens");
  }
  say("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"user\":\"" + user +
      "\",\"pass\":\"" + password + "\"}\r\n");
}

NatsClient::~NatsClient() { ::close(socket_); }

std::string NatsClient::say(const std::string& lines) {
  send(lines + "PING\r\n");
  return hear_until("PONG\r\n");
}

std::string NatsClient::ask(const std::string& subject, const std::string& text,
                            const std::string& inbox) {
  const auto id = std::to_string(++subscriptions_);
  send("SUB " + inbox + " " + id + "\r\nPUB " + subject + " " + inbox + " " +
       std::to_string(text.size()) + "\r\n" + text + "\r\n");
  auto said = hear_until("}\r\n");
  say("UNSUB " + id + "\r\n");
  return said;
}

std::string NatsClient::hear_until(const std::string& words) {
  std::string said;
  while (!said.contains(words)) {
    char bytes[4096];
    const auto size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size <= 0) throw std::runtime_error("the broker ended the connection: " + said);
    said.append(bytes, static_cast<std::size_t>(size));
  }
  return said;
}

void NatsClient::send(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const auto size = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) throw std::runtime_error("the broker ended the connection");
    sent += static_cast<std::size_t>(size);
  }
}

}  // namespace test
