#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace os {

struct ReadPoolLimits {
  std::size_t threads = 2;
  std::size_t queue_max = 1024;
};

// ReadPool: threads that answer reads, each with a `Reads` of its own (store sessions belong to one
// thread), made on that thread.
//   Errors  the constructor throws what making a Reads throws
template <class Reads>
class ReadPool {
 public:
  using Task = std::move_only_function<void(Reads&)>;  // must not throw

  explicit ReadPool(const std::function<Reads()>& make, ReadPoolLimits limits = {})
      : limits_(limits) {
    std::vector<std::future<void>> ready;
    for (std::size_t i = 0; i < limits_.threads; ++i) {
      std::promise<void> made;
      ready.push_back(made.get_future());
      threads_.emplace_back([this, &make, told = std::move(made)]() mutable {
        serve(make, std::move(told));
      });
    }
    std::exception_ptr failed;
    for (auto& one : ready) {
      try {
        one.get();
      } catch (...) {
        failed = std::current_exception();
      }
    }
    if (!failed) return;
    stop();
    std::rethrow_exception(failed);
  }

  ~ReadPool() { stop(); }

  ReadPool(const ReadPool&) = delete;
  ReadPool& operator=(const ReadPool&) = delete;

  // False, and the task never runs, where the queue is full or the pool stops.
  [[nodiscard]] bool run(Task task) {
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_ || tasks_.size() >= limits_.queue_max) return false;
      tasks_.push_back(std::move(task));
    }
    work_.notify_one();
    return true;
  }

  // Runs what was taken, then ends the threads. May be said twice; not from a task.
  void stop() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    work_.notify_all();
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  std::size_t queued() const {
    const std::scoped_lock lock(mutex_);
    return tasks_.size();
  }

 private:
  void serve(const std::function<Reads()>& make, std::promise<void> made) {
    try {
      Reads reads = make();
      made.set_value();
      while (auto task = next()) task(reads);
    } catch (...) {
      made.set_exception(std::current_exception());
    }
  }

  // An empty task where the pool stops.
  Task next() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return {};
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

  const ReadPoolLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace os
