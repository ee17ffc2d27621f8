#include <adapters/http/loop.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <adapters/http/wire.hpp>

namespace http {

namespace asio = boost::asio;

struct Peer::Wait {
  Peer* peer;
  template <class Handler>
  void operator()(Handler handler) const {
    peer->waiting_ = std::move(handler);
  }
};

// Not a coroutine itself: GCC 12 destroys such temporaries twice inside a co_await expression.
asio::awaitable<void> Peer::woken() {
  return asio::async_initiate<const asio::use_awaitable_t<>, void()>(Wait{this},
                                                                    asio::use_awaitable);
}

void Peer::deliver(Response response) {
  response_ = std::move(response);
  wake();
}

void Peer::wake() {
  if (!waiting_) return;
  auto go_on = std::move(waiting_);
  waiting_ = nullptr;
  go_on();
}

Loop::Loop(std::chrono::milliseconds tick)
    : tick_every_(tick), work_(context_.get_executor()), timer_(context_) {}

Loop::~Loop() { stop(); }

void Loop::start() {
  thread_ = std::thread([this] { context_.run(); });
}

void Loop::stop() {
  context_.stop();
  if (thread_.joinable()) thread_.join();
  // A peer may live on in a reply that somebody still holds, but whatever it reads or writes ends.
  for (const auto& peer : peers_) peer->close();
  context_.restart();
  context_.poll();
  // What is left waits for an answer: a coroutine that is held by its peer, and holds it.
  for (const auto& peer : peers_) peer->forget();
  peers_.clear();
}

void Loop::answer(std::shared_ptr<Peer> peer, Response response) {
  if (context_.get_executor().running_in_this_thread()) {
    peer->deliver(std::move(response));
    return;
  }
  bool first = false;
  {
    const std::scoped_lock lock(answers_mutex_);
    first = answers_.empty();
    answers_.emplace_back(std::move(peer), std::move(response));
  }
  if (first) asio::post(context_, [this] { deliver_all(); });
}

void Loop::wake(std::weak_ptr<Peer> peer) {
  asio::post(context_, [peer = std::move(peer)] {
    if (const auto woken = peer.lock()) woken->wake();
  });
}

void Loop::deliver_all() {
  {
    const std::scoped_lock lock(answers_mutex_);
    answers_.swap(delivering_);
  }
  for (auto& [peer, response] : delivering_) peer->deliver(std::move(response));
  delivering_.clear();
}

void Loop::add(std::shared_ptr<Peer> peer) {
  peers_.insert(std::move(peer));
  {
    const std::scoped_lock lock(count_mutex_);
    count_ = peers_.size();
  }
  if (!ticking_) tick();
}

void Loop::remove(const std::shared_ptr<Peer>& peer) {
  peers_.erase(peer);
  {
    const std::scoped_lock lock(count_mutex_);
    count_ = peers_.size();
  }
  changed_.notify_all();
}

void Loop::drain() {
  for (const auto& peer : peers_) peer->drain();
}

const std::string& Loop::date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_at_) {
    date_at_ = now;
    date_ = http_date(std::chrono::sys_seconds{std::chrono::seconds{now}});
  }
  return date_;
}

bool Loop::wait_empty(Peer::Clock::time_point deadline) {
  std::unique_lock lock(count_mutex_);
  return changed_.wait_until(lock, deadline, [this] { return count_ == 0; });
}

// Sleeps for good while nobody is connected.
void Loop::tick() {
  const auto now = Peer::Clock::now();
  for (const auto& peer : peers_) {
    if (peer->deadline() <= now) peer->expire();
  }
  ticking_ = !peers_.empty();
  if (!ticking_) return;
  timer_.expires_after(tick_every_);
  timer_.async_wait([this](const boost::system::error_code& failure) {
    if (!failure) tick();
  });
}

}  // namespace http
