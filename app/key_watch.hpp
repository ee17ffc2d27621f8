#pragma once

#include <chrono>

#include <app/keys.hpp>
#include <app/process_driver.hpp>

namespace app {

// KeyWatch: keeps the ring to the keys that other instances of user make and revoke, where there
// are any: on PostgreSQL.
//   Bounds    what another instance says of a key holds here within a second of its commit: its log
//             is seen to move, and the keys are read again
//   Breakage  while the store does not answer, the ring stays as it is
class KeyWatch {
 public:
  KeyWatch(Core& core, http::MemoryKeyRing& ring);

  // Behind the start of the lanes. Does nothing where nobody else can write.
  void start();
  // Before the stop of the reads. May be said twice.
  void stop() { driver_.stop(); }

 private:
  std::chrono::milliseconds step();

  Core& core_;
  http::MemoryKeyRing& ring_;
  sync::Offset seen_ = 0;
  ProcessDriver driver_{"keys"};
};

}  // namespace app
