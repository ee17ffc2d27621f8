#pragma once

#include <shared/domain/uuid.hpp>

namespace shared {

// Ids: draws names nobody has drawn before.
class Ids {
 public:
  virtual ~Ids() = default;
  // A version 7 Uuid, greater than each one this source drew before, also when the clock steps
  // back.
  virtual Uuid next() = 0;
};

}  // namespace shared
