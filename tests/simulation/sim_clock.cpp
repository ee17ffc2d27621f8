#include <tests/simulation/sim_clock.hpp>

#include <algorithm>

namespace sim {

shared::Uuid SimIds::next() {
  const auto now_ms = static_cast<std::uint64_t>(shared::to_unix_ms(clock_.now()));
  if (now_ms > last_ms_) {
    last_ms_ = now_ms;
    counter_ = rng_.below(1U << 16U);
  } else {
    ++counter_;
  }
  shared::Uuid id;
  const std::uint64_t random = rng_.next();
  for (std::size_t i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(last_ms_ >> (40U - 8U * i));
  }
  id.bytes[6] = static_cast<std::uint8_t>(0x70U | ((counter_ >> 20U) & 0x0fU));
  id.bytes[7] = static_cast<std::uint8_t>(counter_ >> 12U);
  id.bytes[8] = static_cast<std::uint8_t>(0x80U | ((counter_ >> 6U) & 0x3fU));
  id.bytes[9] = static_cast<std::uint8_t>(((counter_ & 0x3fU) << 2U) | (random & 0x03U));
  for (std::size_t i = 10; i < 16; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(random >> (8U * (i - 9U)));
  }
  return id;
}

}  // namespace sim
