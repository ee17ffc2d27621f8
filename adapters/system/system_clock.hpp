#pragma once

#include <ports/shared/clock.hpp>

namespace os {

// SystemClock: the machine's clocks. Any thread may ask.
class SystemClock final : public shared::Clock {
 public:
  shared::Instant now() override;
  std::chrono::milliseconds monotonic() override;
};

}  // namespace os
