#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <ctime>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <adapters/http/message.hpp>

namespace http {

// Peer: one connection, as its loop sees it. Lives on the loop's thread.
class Peer : public std::enable_shared_from_this<Peer> {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~Peer() = default;
  // Its deadline has passed: ends whatever it waits for.
  virtual void expire() = 0;
  virtual void close() = 0;
  // The server ends: so does whatever would go on by itself.
  virtual void drain() = 0;
  // Something happened that it may be waiting for.
  virtual void wake();

  Clock::time_point deadline() const { return deadline_; }
  // Takes the answer to the request that was handed over, and goes on.
  void deliver(Response response);
  // Drops whoever waits for what will not come any more.
  void forget() { waiting_ = nullptr; }

 protected:
  // Ends at the next wake; whoever waits looks before, and looks again.
  boost::asio::awaitable<void> woken();
  std::optional<Response>& response() { return response_; }

  void expire_after(std::chrono::milliseconds time) { expire_at(Clock::now() + time); }
  void expire_at(Clock::time_point at) { deadline_ = at, expired_ = false; }
  void never_expire() { deadline_ = Clock::time_point::max(); }
  // Between two requests: nobody loses anything if it is closed now.
  bool idle() const { return idle_; }
  void set_idle(bool idle) { idle_ = idle; }
  bool expired() const { return expired_; }
  void set_expired() { expired_ = true, never_expire(); }

 private:
  struct Wait;

  Clock::time_point deadline_ = Clock::time_point::max();
  bool expired_ = false;
  bool idle_ = false;
  std::optional<Response> response_;
  std::move_only_function<void()> waiting_;
};

// Loop: one thread with its io_context, the connections that live on it, and the door through which
// other threads hand their answers in. One timer keeps the deadlines of all connections: to arm and
// disarm one for each read and write would cost more than the read.
class Loop : public std::enable_shared_from_this<Loop> {
 public:
  explicit Loop(std::chrono::milliseconds tick);
  ~Loop();  // stops

  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  boost::asio::io_context& context() { return context_; }
  void start();
  // Ends the thread; whatever is still open is closed without a word.
  void stop();

  // From any thread. Many answers before the loop looks are one wake-up.
  void answer(std::shared_ptr<Peer> peer, Response response);
  void wake(std::weak_ptr<Peer> peer);

  // On the loop's thread:
  void add(std::shared_ptr<Peer> peer);
  void remove(const std::shared_ptr<Peer>& peer);
  void drain();
  const std::string& date();

  // From any thread: waits until no connection is left; false where the deadline comes first.
  bool wait_empty(Peer::Clock::time_point deadline);

 private:
  void deliver_all();
  void tick();

  const std::chrono::milliseconds tick_every_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  std::unordered_set<std::shared_ptr<Peer>> peers_;
  bool ticking_ = false;
  std::time_t date_at_ = 0;
  std::string date_;

  std::mutex answers_mutex_;
  std::vector<std::pair<std::shared_ptr<Peer>, Response>> answers_;
  std::vector<std::pair<std::shared_ptr<Peer>, Response>> delivering_;

  std::mutex count_mutex_;
  std::condition_variable changed_;
  std::size_t count_ = 0;

  std::thread thread_;
};

}  // namespace http
