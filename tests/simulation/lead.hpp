#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace sim {

// SimLease: which instance of a module leads, as its database's server says.
class SimLease {
 public:
  using Time = std::chrono::microseconds;

  bool hold(int who, Time now) {
    const bool silent = now - heard_at_ > std::chrono::seconds{1};
    if (holder_ && *holder_ != who && !silent) return false;
    if (holder_ != who) ++changes_;
    holder_ = who;
    heard_at_ = now;
    return true;
  }
  // Given up, or its session ended.
  void leave(int who) {
    if (holder_ == who) holder_.reset();
  }
  bool held_by(int who) const { return holder_ == who; }
  std::uint64_t changes() const { return changes_; }

 private:
  std::optional<int> holder_;
  Time heard_at_{0};
  std::uint64_t changes_ = 0;
};

}  // namespace sim
