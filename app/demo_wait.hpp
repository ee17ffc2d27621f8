#pragma once

#include <chrono>
#include <thread>

#include <app/demo_interrupt.hpp>

namespace app::demo {

// Asks until it holds, or the time is over; whether it holds. Throws Interrupted.
template <class Holds>
bool becomes(Holds holds, std::chrono::steady_clock::duration longest) {
  constexpr std::chrono::milliseconds glance{2};
  const auto deadline = std::chrono::steady_clock::now() + longest;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    Interrupt::check();
    std::this_thread::sleep_for(glance);
  }
  return true;
}

}  // namespace app::demo
