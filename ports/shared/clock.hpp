#pragma once

#include <chrono>

#include <shared/domain/instant.hpp>

namespace shared {

// Clock: the only way a core learns of time.
class Clock {
 public:
  virtual ~Clock() = default;
  // Wall time. May jump either way; nothing may depend on it for order.
  virtual Instant now() = 0;
  // Never goes back; for deadlines and back-off. Its zero means nothing.
  virtual std::chrono::milliseconds monotonic() = 0;
};

}  // namespace shared
