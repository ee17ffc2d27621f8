#pragma once

#include <chrono>
#include <functional>

namespace shared {

// Timer: does something later, once.
class Timer {
 public:
  // Short; must not throw. It may use the timer.
  using Task = std::move_only_function<void()>;

  virtual ~Timer() = default;
  // On a thread of its own, not before the delay is over. What is still to come when the timer is
  // destroyed is dropped undone. How many tasks wait is the caller's to bound.
  virtual void after(std::chrono::milliseconds delay, Task task) = 0;
};

}  // namespace shared
