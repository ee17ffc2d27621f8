#pragma once

#include <chrono>
#include <thread>

namespace nats_test {

// Whether the condition came to hold within a bound that a slow machine keeps too.
template <class Condition>
bool eventually(Condition holds, std::chrono::seconds at_most = std::chrono::seconds{60}) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

}  // namespace nats_test
