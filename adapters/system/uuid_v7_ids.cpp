#include <adapters/system/uuid_v7_ids.hpp>

#include <algorithm>

#include <adapters/system/sodium.hpp>
#include <sodium.h>

namespace os {
namespace {

constexpr std::uint32_t counter_end = 1U << 22;

}  // namespace

UuidV7Ids::UuidV7Ids(shared::Clock& clock) : clock_(clock) { start_sodium(); }

void UuidV7Ids::take_random(std::uint8_t* out, std::size_t bytes) {
  if (random_.size() - random_used_ < bytes) {
    randombytes_buf(random_.data(), random_.size());
    random_used_ = 0;
  }
  std::copy_n(random_.data() + random_used_, bytes, out);
  random_used_ += bytes;
}

shared::Uuid UuidV7Ids::next() {
  const std::int64_t now_ms = shared::to_unix_ms(clock_.now());
  const std::scoped_lock lock(mutex_);
  if (now_ms > last_ms_) {
    last_ms_ = now_ms;
    std::array<std::uint8_t, 3> seed;
    take_random(seed.data(), seed.size());
    // The upper half stays free, so that at least two million ids fit into this millisecond.
    const auto drawn = static_cast<std::uint32_t>(seed[0] << 16 | seed[1] << 8 | seed[2]);
    counter_ = drawn % (counter_end / 2);
  } else if (++counter_ == counter_end) {
    ++last_ms_;  // ahead of the clock, which will catch up
    counter_ = 0;
  }
  shared::Uuid id;
  auto& b = id.bytes;
  for (std::size_t i = 0; i < 6; ++i) b[i] = static_cast<std::uint8_t>(last_ms_ >> (40 - 8 * i));
  take_random(b.data() + 9, 7);
  b[6] = static_cast<std::uint8_t>(0x70U | counter_ >> 18);
  b[7] = static_cast<std::uint8_t>(counter_ >> 10);
  b[8] = static_cast<std::uint8_t>(0x80U | (counter_ >> 4 & 0x3FU));
  b[9] = static_cast<std::uint8_t>((counter_ & 0xFU) << 4 | (b[9] & 0xFU));
  return id;
}

}  // namespace os
