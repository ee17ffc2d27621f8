#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace http {

struct RateLimit {
  // At most 1,000,000; 0: no limit. What one second allows may come at once.
  std::int64_t per_s = 100'000;
  std::size_t callers_max = 65'536;  // that are told apart at a time
};

// RateLimiter: a token bucket per caller. One that is full again is forgotten, for a new one is
// full too; where all places are taken by others, somebody's is given up, so that memory stays
// bounded whoever comes.
//   Note  any thread may ask
class RateLimiter {
 public:
  using Time = std::chrono::milliseconds;  // of the monotonic clock

  explicit RateLimiter(RateLimit limit);

  // Nothing where this one may come in; else how long it has to wait.
  std::optional<Time> refuse(std::string_view caller, Time now);
  std::size_t size() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  // Of each caller the moment in microseconds at which its bucket is full again.
  using Buckets = std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>>;
  struct Shard {
    mutable std::mutex mutex;
    Buckets full_at;
    std::int64_t swept_at = 0;
  };

  std::int64_t& bucket_of(Shard& shard, std::string_view caller, std::int64_t now);

  static constexpr std::size_t shards = 16;
  const std::int64_t apart_us_;  // between two tokens
  const std::size_t per_shard_max_;
  std::array<Shard, shards> shards_;
};

}  // namespace http
