#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace bus {

// Gate: lets callers in from any thread until it closes, and is closed once the last of them left.
class Gate {
 public:
  // Inside: as long as it lives, where it is true.
  class Inside {
   public:
    explicit Inside(Gate& gate) : gate_(gate.enter() ? &gate : nullptr) {}
    ~Inside() {
      if (gate_ != nullptr) gate_->leave();
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    explicit operator bool() const { return gate_ != nullptr; }

   private:
    Gate* gate_;
  };

  // Waits for those inside; not from inside. May be said twice.
  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    empty_.wait(lock, [this] { return inside_ == 0; });
  }

 private:
  bool enter() {
    const std::scoped_lock lock(mutex_);
    if (!closed_) ++inside_;
    return !closed_;
  }
  void leave() {
    const std::scoped_lock lock(mutex_);
    if (--inside_ == 0) empty_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable empty_;
  std::size_t inside_ = 0;
  bool closed_ = false;
};

}  // namespace bus
