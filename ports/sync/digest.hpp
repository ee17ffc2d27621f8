#pragma once

#include <string_view>

#include <sync/domain/hash.hpp>

namespace sync {

// Digest: BLAKE2b without a key. Pure: the same bytes give the same hash on every machine.
//   Source  RFC 7693
class Digest {
 public:
  virtual ~Digest() = default;
  virtual Hash256 hash256(std::string_view bytes) const = 0;
  virtual Hash128 hash128(std::string_view bytes) const = 0;
};

}  // namespace sync
