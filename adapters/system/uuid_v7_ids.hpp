#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>

namespace os {

// UuidV7Ids: time-ordered ids, each greater than the one before, whatever the clock does.
//   Shape   48 bits of milliseconds + 22 bits that count within one + 52 random bits
//   Source  RFC 9562 section 6.2, method 1; any thread may draw
class UuidV7Ids final : public shared::Ids {
 public:
  explicit UuidV7Ids(shared::Clock& clock);
  shared::Uuid next() override;

 private:
  void take_random(std::uint8_t* out, std::size_t bytes);

  shared::Clock& clock_;
  std::mutex mutex_;
  std::int64_t last_ms_ = 0;
  std::uint32_t counter_ = 0;
  std::array<std::uint8_t, 512> random_{};  // drawn in one go: a system call for each id would show
  std::size_t random_used_ = 512;
};

}  // namespace os
