#pragma once

#include <string>
#include <vector>

namespace sync {

// EventBus: carries commits, as bytes, to whoever listens: a cache and a hint, never the record.
//   It may lose, delay, repeat, reorder and damage what it carries: followers check everything and
//   ask the source's log for the rest. It never blocks and never throws.
class EventBus {
 public:
  virtual ~EventBus() = default;
  // One commit of that log, in the frame form of sync/application/encoding.hpp. Durable already.
  virtual void publish(const std::string& log, std::string frame) = 0;
};

// Delivery: what the bus holds for one follower of one log; bounded, oldest dropped first.
class Delivery {
 public:
  virtual ~Delivery() = default;
  // Everything that has come since the last call, at most `frames_max`.
  virtual std::vector<std::string> take(std::size_t frames_max) = 0;
};

}  // namespace sync
