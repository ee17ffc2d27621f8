#include <tests/e2e/live_stream.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace e2e {
namespace {

std::string field(const std::string& event, const std::string& name) {
  const auto at = event.find(name + ": ");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 2;
  return event.substr(begin, event.find('\n', begin) - begin);
}

}  // namespace

LiveStream::LiveStream(const Server& server, const std::string& user_id, const std::string& after)
    : handle_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const auto colon = server.url().rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(server.url().substr(colon + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(handle_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("nobody listens");
  }
  std::string request = "GET /v1/users/" + user_id + "/live HTTP/1.1\r\nHost: localhost\r\n" +
                        "Authorization: Bearer " + server.key() + "\r\n" +
                        "Accept: text/event-stream\r\n";
  if (!after.empty()) request += "Last-Event-ID: " + after + "\r\n";
  request += "\r\n";
  if (::send(handle_, request.data(), request.size(), MSG_NOSIGNAL) < 0) ended_ = true;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (bytes_.find("\r\n\r\n") == std::string::npos && read_more(deadline)) {
  }
  if (bytes_.size() > 12) status_ = std::atoi(bytes_.substr(9, 3).c_str());
  bytes_.erase(0, bytes_.find("\r\n\r\n") + 4);
}

LiveStream::~LiveStream() {
  if (handle_ >= 0) ::close(handle_);
}

LiveStream::LiveStream(LiveStream&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)),
      status_(other.status_),
      ended_(other.ended_),
      whole_(other.whole_),
      bytes_(std::move(other.bytes_)),
      text_(std::move(other.text_)) {}

bool LiveStream::read_more(std::chrono::steady_clock::time_point deadline) {
  using std::chrono::milliseconds;
  const auto left =
      std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd watched{handle_, POLLIN, 0};
  if (ended_ || left.count() < 0 || ::poll(&watched, 1, static_cast<int>(left.count())) != 1) {
    return false;
  }
  std::array<char, 65536> room;
  const auto got = ::recv(handle_, room.data(), room.size(), 0);
  ended_ = got <= 0;
  if (!ended_) bytes_.append(room.data(), static_cast<std::size_t>(got));
  return !ended_;
}

void LiveStream::unpack() {
  for (;;) {
    const auto line = bytes_.find("\r\n");
    if (line == std::string::npos) return;
    const auto size = std::stoul(bytes_.substr(0, line), nullptr, 16);
    if (bytes_.size() < line + 2 + size + 2) return;
    whole_ = size == 0;
    text_ += bytes_.substr(line + 2, size);
    bytes_.erase(0, line + 2 + size + 2);
  }
}

std::optional<LiveStream::Event> LiveStream::next(std::chrono::milliseconds at_most) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  for (;;) {
    unpack();
    const auto end = text_.find("\n\n");
    if (end == std::string::npos) {
      if (!read_more(deadline)) return std::nullopt;
      continue;
    }
    const auto event = text_.substr(0, end + 1);
    text_.erase(0, end + 2);
    if (event.starts_with(':')) continue;  // a heartbeat
    return Event{field(event, "id"), field(event, "event"), field(event, "data")};
  }
}

std::vector<std::string> LiveStream::types_until(const std::string& last) {
  std::vector<std::string> types;
  while (types.empty() || types.back() != last) {
    const auto event = next();
    if (!event) break;
    types.push_back(event->type);
  }
  return types;
}

}  // namespace e2e
