#include <adapters/http/server.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <adapters/http/connection.hpp>
#include <adapters/http/loop.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/tls.hpp>
#include <adapters/http/wire.hpp>

namespace http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// Accepting fails for want of file descriptors or memory; it goes on when some are free again.
constexpr std::chrono::milliseconds accept_pause{100};

tcp::acceptor listen(asio::io_context& context, const ServerSettings& settings) {
  const std::string where = settings.host + ":" + std::to_string(settings.port);
  boost::system::error_code failure;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(settings.host, std::to_string(settings.port),
                                      tcp::resolver::passive, failure);
  if (failure) throw std::runtime_error("cannot listen on " + where + ": " + failure.message());
  const tcp::endpoint endpoint = found.begin()->endpoint();
  tcp::acceptor acceptor(context);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind(endpoint, failure);
  if (!failure) acceptor.listen(tcp::acceptor::max_listen_connections, failure);
  if (failure) throw std::runtime_error("cannot listen on " + where + ": " + failure.message());
  return acceptor;
}

}  // namespace

// Everything but the settings lives on the first loop's thread, unless said.
class Server::Parts {
 public:
  Parts(ServerSettings settings, Handler& handler, shared::Ids& ids, OnRefused on_refused)
      : service_{std::move(settings), handler, ids, std::move(on_refused)},
        loops_(make_loops()), acceptor_(listen(loops_[0]->context(), service_.settings)),
        pause_(loops_[0]->context()), port_(acceptor_.local_endpoint().port()) {
    if (service_.settings.tls) tls_.emplace(make_tls(*service_.settings.tls));
  }

  ~Parts() { drain(std::chrono::milliseconds{0}); }

  std::uint16_t port() const { return port_; }
  std::size_t connections() const { return open_.load(std::memory_order_relaxed); }

  std::size_t streams() const { return service_.streams->load(std::memory_order_relaxed); }

  void start() {
    for (const auto& loop : loops_) loop->start();
    asio::post(loops_[0]->context(), [this] { accept(); });
  }

  void drain(std::chrono::milliseconds at_most) {
    if (service_.draining.exchange(true)) return;
    asio::post(loops_[0]->context(), [this] {
      boost::system::error_code ignored;
      acceptor_.close(ignored);
      pause_.cancel();
    });
    for (const auto& loop : loops_) {
      asio::post(loop->context(), [&loop] { loop->drain(); });
    }
    const auto deadline = Peer::Clock::now() + at_most;
    for (const auto& loop : loops_) loop->wait_empty(deadline);
    for (const auto& loop : loops_) loop->stop();
  }

 private:
  std::vector<std::shared_ptr<Loop>> make_loops() const {
    std::vector<std::shared_ptr<Loop>> loops;
    for (std::size_t i = 0; i < std::max<std::size_t>(service_.settings.threads, 1); ++i)
      loops.push_back(std::make_shared<Loop>(service_.settings.tick));
    return loops;
  }

  void accept() {
    Loop& loop = *loops_[next_++ % loops_.size()];
    acceptor_.async_accept(loop.context(), [this, &loop](const boost::system::error_code& failure,
                                                         tcp::socket socket) {
      if (service_.draining || !acceptor_.is_open()) return;
      if (!failure) serve(std::move(socket), loop);
      if (!failure || failure == asio::error::connection_aborted) return accept();
      pause_.expires_after(accept_pause);
      pause_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) accept();
      });
    });
  }

  void serve(tcp::socket socket, Loop& loop) {
    boost::system::error_code failure;
    const std::string address = socket.remote_endpoint(failure).address().to_string();
    if (failure) return;
    socket.set_option(tcp::no_delay(true), failure);
    if (!take_place(address)) return turn_away(std::move(socket));
    asio::post(loop.context(), [this, &loop, address, socket = std::move(socket)]() mutable {
      Closed closed = [this, address = std::move(address)] { free_place(address); };
      if (tls_) serve_tls(std::move(socket), *tls_, loop, service_, std::move(closed));
      else serve_plain(std::move(socket), loop, service_, std::move(closed));
    });
  }

  bool take_place(const std::string& address) {
    const std::scoped_lock lock(places_mutex_);
    if (open_ >= service_.settings.connections_max) return false;
    std::size_t& of_address = places_[address];
    if (of_address >= service_.settings.connections_per_address_max) return false;
    ++of_address;
    ++open_;
    return true;
  }

  void free_place(const std::string& address) {
    const std::scoped_lock lock(places_mutex_);
    const auto place = places_.find(address);
    if (--place->second == 0) places_.erase(place);
    --open_;
  }

  // As much as fits into the socket's buffer without waiting: always, for a fresh one.
  void turn_away(tcp::socket socket) {
    boost::system::error_code ignored;
    if (!tls_) {
      std::string out;
      const auto response = problem(503, "http.too_many_connections", "There are too many peers.",
                                    shared::prefixed("req_", service_.ids.next()));
      write_response(out, response, {.keep_alive = false}, loops_[0]->date());
      socket.non_blocking(true, ignored);
      socket.write_some(asio::buffer(out), ignored);
    }
    socket.shutdown(tcp::socket::shutdown_both, ignored);
  }

  Service service_;
  std::optional<TlsContext> tls_;
  std::vector<std::shared_ptr<Loop>> loops_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  const std::uint16_t port_;
  std::size_t next_ = 0;

  std::mutex places_mutex_;  // connections end on their own loops' threads
  std::map<std::string, std::size_t> places_;
  std::atomic<std::size_t> open_ = 0;
};

Server::Server(ServerSettings settings, Handler& handler, shared::Ids& ids, OnRefused on_refused)
    : parts_(std::make_unique<Parts>(std::move(settings), handler, ids, std::move(on_refused))) {}

Server::~Server() = default;
void Server::start() { parts_->start(); }
std::uint16_t Server::port() const { return parts_->port(); }
std::size_t Server::connections() const { return parts_->connections(); }
std::size_t Server::streams() const { return parts_->streams(); }
void Server::drain(std::chrono::milliseconds at_most) { parts_->drain(at_most); }

}  // namespace http
