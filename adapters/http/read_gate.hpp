#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <shared/domain/error.hpp>
#include <sync/domain/position.hpp>

namespace http {

// A key that a read is about, as the followed log names it.
struct AwaitedKey {
  std::string aggregate_type;
  std::string key;
};

// ReadGate: lets a read through when what it reads from has seen the positions it asks for.
class ReadGate {
 public:
  using Clock = std::chrono::steady_clock;
  // Nothing: go on. Else why reading now would answer less than was asked.
  using Answer = std::move_only_function<void(std::optional<shared::Error>)>;

  virtual ~ReadGate() = default;
  // Answers exactly once, from any thread, also at once. `key`: the read is about this one alone.
  //   Errors  sync.unknown_log, sync.beyond_head, sync.position_lost, sync.parked, sync.behind
  virtual void wait(const std::vector<sync::Position>& positions,
                    const std::optional<AwaitedKey>& key, Clock::time_point deadline,
                    Answer answer) = 0;
};

}  // namespace http
