#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include <ports/shared/timer.hpp>

namespace os {

// TimerThread: a thread that sleeps until the next task is due, and does them one after the other.
class TimerThread final : public shared::Timer {
 public:
  TimerThread();
  ~TimerThread() override;  // a task that has begun is waited for; not from a task

  TimerThread(const TimerThread&) = delete;
  TimerThread& operator=(const TimerThread&) = delete;

  void after(std::chrono::milliseconds delay, Task task) override;

 private:
  using Clock = std::chrono::steady_clock;

  void run();

  std::mutex mutex_;
  std::condition_variable earlier_;
  std::multimap<Clock::time_point, Task> tasks_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace os
