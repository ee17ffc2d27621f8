#pragma once

#include <array>
#include <cstdint>

namespace nats {

// Seal: gives each number another that only its holder can tell: SipHash-2-4, with a key that is
// drawn for it. Any thread may ask.
class Seal {
 public:
  Seal();
  std::uint64_t operator()(std::uint64_t number) const;

 private:
  std::array<unsigned char, 16> key_;
};

}  // namespace nats
