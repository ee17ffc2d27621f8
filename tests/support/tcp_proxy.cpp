#include <tests/support/tcp_proxy.hpp>

#include <cerrno>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <utility>

#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <tests/support/loopback.hpp>

namespace test {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::size_t pieces_max = 64;  // that wait for their time, each way; then it reads no more
constexpr int look_every_ms = 5;

template <class Address>
const sockaddr* plain(const Address& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

// Not a goodbye: the other end hears that the connection was reset.
void reset(int socket) {
  const linger at_once{1, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(socket);
}

std::size_t index(TcpProxy::Way way) { return way == TcpProxy::Way::to_server ? 0 : 1; }

}  // namespace

// Pair: a client's connection, and the one to the server that goes on for it.
struct TcpProxy::Pair {
  struct Piece {
    Clock::time_point due;
    std::string bytes;
  };
  Pair(int of_client, int of_server) : client(of_client), server(of_server) {}
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair() {
    reset(client);
    reset(server);
  }

  int from(Way way) const { return way == Way::to_server ? client : server; }
  int to(Way way) const { return way == Way::to_server ? server : client; }

  int client;
  int server;
  std::deque<Piece> pieces[2];
  bool ended[2] = {false, false};  // unheard: its goodbye was swallowed
  bool lost_some = false;
};

TcpProxy::TcpProxy(std::uint16_t to) : to_port_(to) { listen(); }
TcpProxy::TcpProxy(std::string to) : to_path_(std::move(to)) { listen(); }

void TcpProxy::listen() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener_, plain(address), size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  port_ = ntohs(address.sin_port);
  go_on();
}

TcpProxy::~TcpProxy() {
  still();
  pairs_.clear();
  ::close(listener_);
}

void TcpProxy::still() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void TcpProxy::go_on() {
  stop_ = false;
  thread_ = std::thread([this] { run(); });
}

void TcpProxy::cut() {
  const std::scoped_lock lock(mutex_);
  pairs_.clear();
}

void TcpProxy::swallow(Way way, bool so) {
  const std::scoped_lock lock(mutex_);
  swallows_[index(way)] = so;
  if (!so) std::erase_if(pairs_, [](const auto& pair) { return pair->lost_some; });
}

void TcpProxy::cut_at(Way way, std::string bytes, int times) {
  const std::scoped_lock lock(mutex_);
  cut_way_ = way;
  cut_bytes_ = std::move(bytes);
  cut_times_ = times;
}

int TcpProxy::connections() const {
  const std::scoped_lock lock(mutex_);
  return static_cast<int>(pairs_.size());
}

void TcpProxy::run() {
  while (!stop_) {
    std::vector<pollfd> watched{{listener_, POLLIN, 0}};
    {
      const std::scoped_lock lock(mutex_);
      for (const auto& pair : pairs_) {
        for (const auto way : {Way::to_server, Way::to_client}) {
          const auto at = index(way);
          const bool reads = !pair->ended[at] && pair->pieces[at].size() < pieces_max;
          if (reads) watched.push_back({pair->from(way), POLLIN, 0});
        }
      }
    }
    ::poll(watched.data(), watched.size(), look_every_ms);
    const std::scoped_lock lock(mutex_);
    std::erase_if(pairs_, [this](const auto& pair) {
      return !carry(*pair, Way::to_server) || !carry(*pair, Way::to_client);
    });
    welcome();
  }
}

void TcpProxy::welcome() {
  for (;;) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0) return;
    const int server = refuses_ ? -1 : dial();
    if (server < 0) {
      reset(client);
      continue;
    }
    const int on = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (to_path_.empty()) ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pairs_.push_back(std::make_unique<Pair>(client, server));
  }
}

// The server is on this machine: it takes the connection, or it is not there.
int TcpProxy::dial() const {
  const int server = ::socket(to_path_.empty() ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int failed = -1;
  if (to_path_.empty()) {
    const auto address = loopback(to_port_);
    failed = ::connect(server, plain(address), sizeof address);
  } else {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    to_path_.copy(address.sun_path, sizeof address.sun_path - 1);
    failed = ::connect(server, plain(address), sizeof address);
  }
  if (failed == 0) return server;
  ::close(server);
  return -1;
}

bool TcpProxy::cut_at(Way way, const std::string& piece) {
  if (cut_times_ == 0 || way != cut_way_ || !piece.contains(cut_bytes_)) return false;
  --cut_times_;
  ++cuts_;
  return true;
}

// False where the connection ended, at either end, or is to be reset.
bool TcpProxy::carry(Pair& pair, Way way) {
  auto& pieces = pair.pieces[index(way)];
  auto& ended = pair.ended[index(way)];
  while (!ended && pieces.size() < pieces_max) {
    std::string piece(piece_bytes, '\0');
    const auto count = ::recv(pair.from(way), piece.data(), piece.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) break;
    if (count <= 0) {
      if (!swallows_[index(way)]) return drain(pair, way) && false;
      ended = pair.lost_some = true;
      break;
    }
    piece.resize(static_cast<std::size_t>(count));
    if (cut_at(way, piece)) return false;
    if (swallows_[index(way)]) {
      pair.lost_some = true;
      continue;
    }
    pieces.push_back({Clock::now() + std::chrono::milliseconds{delay_ms_}, std::move(piece)});
  }
  return drain(pair, way);
}

// What is due goes on, as far as the other end takes it.
bool TcpProxy::drain(Pair& pair, Way way) {
  auto& pieces = pair.pieces[index(way)];
  const int to = pair.to(way);
  while (!pieces.empty() && pieces.front().due <= Clock::now()) {
    auto& bytes = pieces.front().bytes;
    const auto count = ::send(to, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    if (static_cast<std::size_t>(count) < bytes.size()) {
      bytes.erase(0, static_cast<std::size_t>(count));
      return true;
    }
    pieces.pop_front();
  }
  return true;
}

}  // namespace test
