#include <tests/nats/lossy_way.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace nats_test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int new_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

// What came; empty at the end.
std::string some_of(int from) {
  char bytes[64 * 1024];
  const auto size = ::recv(from, bytes, sizeof bytes, 0);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string{};
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const auto end = std::min(line.find(' '), line.size());
    if (end > 0) words.push_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

std::size_t number(std::string_view digits) {
  return static_cast<std::size_t>(std::strtoull(std::string{digits}.c_str(), nullptr, 10));
}

// Unit: the protocol's next line, with the message that follows it where one does.
struct Unit {
  std::size_t bytes = 0;
  std::optional<Sent> message;
};

// Nothing until all of it has come.
//   Source  docs.nats.io: MSG subject id [reply] size, HMSG subject id [reply] headers size
std::optional<Unit> first_of(std::string_view text) {
  const auto end = text.find("\r\n");
  if (end == text.npos) return std::nullopt;
  const auto words = words_of(text.substr(0, end));
  const bool plain = !words.empty() && words[0] == "MSG";
  if (!plain && (words.empty() || words[0] != "HMSG")) return Unit{end + 2, std::nullopt};
  const std::size_t numbers = plain ? 1 : 2;
  const auto headers = plain ? 0 : number(words[words.size() - 2]);
  const auto whole = end + 2 + number(words.back()) + 2;
  if (text.size() < whole) return std::nullopt;
  const auto reply = words.size() == 4 + numbers ? words[3] : std::string_view{};
  return Unit{whole, Sent{words[1], reply, text.substr(end + 2, headers)}};
}

}  // namespace

LossyWay::LossyWay(std::uint16_t broker_port, IsLost is_lost)
    : broker_port_(broker_port), is_lost_(std::move(is_lost)), listener_(new_socket()) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("no port is free");
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::jthread([this] { accept_all(); });
}

LossyWay::~LossyWay() {
  ::shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  carriers_.clear();
  for (const int socket : sockets_) ::close(socket);
  ::close(listener_);
}

int LossyWay::said(std::string_view words) const {
  const std::scoped_lock lock(mutex_);
  int count = 0;
  for (auto at = told_.find(words); at != told_.npos; at = told_.find(words, at + 1)) ++count;
  return count;
}

void LossyWay::accept_all() {
  for (;;) {
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    const int broker = new_socket();
    const auto address = loopback(broker_port_);
    sockets_.push_back(client);
    sockets_.push_back(broker);
    if (::connect(broker, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::shutdown(client, SHUT_RDWR);
      continue;
    }
    carriers_.emplace_back([this, client, broker] { carry_up(client, broker); });
    carriers_.emplace_back([this, client, broker] { carry_down(broker, client); });
  }
}

void LossyWay::carry_up(int client, int broker) {
  for (auto bytes = some_of(client); !bytes.empty(); bytes = some_of(client)) {
    {
      const std::scoped_lock lock(mutex_);
      told_ += bytes;
    }
    if (!send_all(broker, bytes)) break;
  }
  ::shutdown(broker, SHUT_RDWR);
}

void LossyWay::carry_down(int broker, int client) const {
  std::string waiting;
  for (auto bytes = some_of(broker); !bytes.empty(); bytes = some_of(broker)) {
    waiting += bytes;
    std::string_view left = waiting;
    std::string kept;
    while (const auto unit = first_of(left)) {
      if (!unit->message || !is_lost_(*unit->message)) kept += left.substr(0, unit->bytes);
      left.remove_prefix(unit->bytes);
    }
    waiting = std::string{left};
    if (!send_all(client, kept)) break;
  }
  ::shutdown(client, SHUT_RDWR);
}

}  // namespace nats_test
