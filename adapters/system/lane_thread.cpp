#include <adapters/system/lane_thread.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace os {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds sleep_max = std::chrono::hours{1};

void refuse(sync::Command& command, shared::Error error) {
  sync::Outcome outcome;
  outcome.refusal = std::move(error);
  command.answer(std::move(outcome));
}

shared::Error overloaded() {
  return {shared::ErrorKind::unavailable, "sync.overloaded",
          "More writes wait than can be taken; nothing took effect. Try again shortly.", ""};
}

shared::Error draining() {
  return {shared::ErrorKind::unavailable, "sync.draining",
          "The server is stopping; nothing took effect. Try again when it is back.", ""};
}

}  // namespace

LaneThread::LaneThread(LaneWork work, LaneLimits limits)
    : work_(std::move(work)), limits_(limits) {}

LaneThread::~LaneThread() { stop(); }

void LaneThread::start() {
  thread_ = std::thread([this] { run(); });
}

void LaneThread::submit(sync::Command command) {
  std::unique_lock lock(mutex_);
  const bool full = queue_.size() >= limits_.queue_commands_max ||
                    queue_bytes_ + command.bytes > limits_.queue_bytes_max;
  if (closed_ || full) {
    const bool stopping = closed_;
    lock.unlock();
    return refuse(command, stopping ? draining() : overloaded());
  }
  queue_bytes_ += command.bytes;
  queue_.push_back(std::move(command));
  queued_.store(queue_.size(), std::memory_order_relaxed);
  const bool notify = std::exchange(asleep_, false);
  lock.unlock();
  if (notify) something_to_do_.notify_one();
}

void LaneThread::wake() {
  std::unique_lock lock(mutex_);
  woken_ = true;
  const bool notify = std::exchange(asleep_, false);
  lock.unlock();
  if (notify) something_to_do_.notify_one();
}

bool LaneThread::pause(milliseconds at_most) {
  std::unique_lock lock(mutex_);
  paused_ = true;
  came_to_rest_.wait_for(lock, at_most, [this] { return !working_ || closed_; });
  if (!working_ && !closed_) return true;
  lock.unlock();
  resume();
  return false;
}

void LaneThread::resume() {
  {
    const std::scoped_lock lock(mutex_);
    paused_ = false;
  }
  something_to_do_.notify_one();
}

void LaneThread::stop() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    if (!drain_until_) drain_until_ = Clock::now() + limits_.drain;
    asleep_ = false;
  }
  something_to_do_.notify_one();
  if (thread_.joinable()) thread_.join();
  refuse_all();  // what came before start(), where that was never called
}

void LaneThread::run() {
  try {
    loop();
    drain();
  } catch (const std::exception& broken) {
    refuse_all();
    work_.on_broken(broken.what());
  } catch (...) {
    refuse_all();
    work_.on_broken("an exception that says nothing");
  }
}

void LaneThread::loop() {
  std::optional<milliseconds> next = milliseconds{0};
  while (sleep(next)) {
    if (auto batch = take_batch(); !batch.empty()) work_.run_batch(std::move(batch));
    next = work_.idle_work();
  }
}

// Waits until there is something to do, and it may be done; false once the lane stops.
bool LaneThread::sleep(std::optional<milliseconds> for_at_most) {
  std::unique_lock lock(mutex_);
  working_ = false;
  if (paused_) came_to_rest_.notify_all();
  const auto ready = [this] { return woken_ || !queue_.empty() || drain_until_; };
  if (!ready() && for_at_most != milliseconds{0}) {
    asleep_ = true;
    if (for_at_most) {
      // Bounded, for a time to the end of all days would overflow.
      something_to_do_.wait_for(lock, std::min(*for_at_most, sleep_max), ready);
    } else {
      something_to_do_.wait(lock, ready);
    }
    asleep_ = false;
  }
  something_to_do_.wait(lock, [this] { return !paused_; });
  woken_ = false;
  working_ = true;
  return !drain_until_;
}

std::vector<sync::Command> LaneThread::take_batch() {
  std::vector<sync::Command> batch;
  const std::scoped_lock lock(mutex_);
  std::size_t bytes = 0;
  while (!queue_.empty() && batch.size() < limits_.batch_commands_max) {
    bytes += queue_.front().bytes;
    if (!batch.empty() && bytes > limits_.batch_bytes_max) break;
    queue_bytes_ -= queue_.front().bytes;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_.store(queue_.size(), std::memory_order_relaxed);
  return batch;
}

void LaneThread::drain() {
  while (Clock::now() < *drain_until_) {
    auto batch = take_batch();
    if (batch.empty()) return;
    work_.run_batch(std::move(batch));
  }
  refuse_all();
}

void LaneThread::refuse_all() {
  std::deque<sync::Command> rest;
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    rest.swap(queue_);
    queue_bytes_ = 0;
    queued_.store(0, std::memory_order_relaxed);
  }
  for (auto& command : rest) refuse(command, draining());
}

}  // namespace os
