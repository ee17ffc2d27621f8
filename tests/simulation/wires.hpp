#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <tests/simulation/life.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/stream_delivery.hpp>

namespace sim {

// Wires: what one life has at the broker: the relay of its own log, on a thread of its own, and
// what brings it each log that it follows.
class Wires {
 public:
  // `wake` after each frame; `broken` where the store is, so that the process must end.
  Wires(Stage& stage, Scheduler::Owner owner, Life& life, const std::vector<std::string>& sources,
        const std::function<void()>& wake, std::function<void()> broken);

  // The log moved.
  void relay();
  // It was brought all that the streams hold.
  bool level() const;

 private:
  void step();

  Stage& stage_;
  Scheduler::Owner owner_;
  Life& life_;
  std::function<void()> broken_;
  std::vector<std::unique_ptr<StreamDelivery>> deliveries_;
  bool ready_ = false;
  std::uint64_t turns_ = 0;
};

}  // namespace sim
