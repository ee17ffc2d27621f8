#include <adapters/system/timer_thread.hpp>

#include <utility>

namespace os {

TimerThread::TimerThread() : thread_([this] { run(); }) {}

TimerThread::~TimerThread() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  earlier_.notify_one();
  thread_.join();
}

void TimerThread::after(std::chrono::milliseconds delay, Task task) {
  bool first = false;
  {
    const std::scoped_lock lock(mutex_);
    const auto added = tasks_.emplace(Clock::now() + delay, std::move(task));
    first = added == tasks_.begin();
  }
  if (first) earlier_.notify_one();
}

void TimerThread::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (tasks_.empty()) {
      earlier_.wait(lock);
    } else if (const auto due = tasks_.begin()->first; Clock::now() < due) {
      earlier_.wait_until(lock, due);
    } else {
      Task task = std::move(tasks_.begin()->second);
      tasks_.erase(tasks_.begin());
      lock.unlock();
      task();
      task = nullptr;  // what it holds is let go unlocked
      lock.lock();
    }
  }
}

}  // namespace os
