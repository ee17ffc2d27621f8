#include <adapters/system/system_clock.hpp>

namespace os {

shared::Instant SystemClock::now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::chrono::milliseconds SystemClock::monotonic() {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::floor<std::chrono::milliseconds>(since_start);
}

}  // namespace os
