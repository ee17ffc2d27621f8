#pragma once

#include <ports/sync/store_errors.hpp>

namespace sync {

// Lease: which one of several instances does what one is enough for. It saves work and nothing
// else: two who believe that they hold it hinder each other and do no harm, since every write is
// fenced where it lands (the log's lock, the revision of a follower's row).
//   Bounds  it is free for others at once when its holder gives it up or dies, and a second after
//           its holder was last heard of when that one freezes
class Lease {
 public:
  virtual ~Lease() = default;
  // Keeps it, or gets it where it is free; whether it is held now. To be said at least every half
  // second: who is silent for longer may lose it. Throws StoreUnavailable: then it is not held.
  virtual bool hold() = 0;
  virtual void give_up() noexcept = 0;
};

}  // namespace sync
