#include <adapters/http/rate_limiter.hpp>

#include <algorithm>

namespace http {
namespace {

constexpr std::int64_t second_us = 1'000'000;  // what a full bucket holds

}  // namespace

RateLimiter::RateLimiter(RateLimit limit)
    : apart_us_(limit.per_s == 0 ? 0 : second_us / limit.per_s),
      per_shard_max_(std::max<std::size_t>(limit.callers_max / shards, 1)) {}

// The bucket as the time at which it will be full (GCRA): one number, and no timer that fills it.
std::optional<RateLimiter::Time> RateLimiter::refuse(std::string_view caller, Time now) {
  if (apart_us_ == 0) return std::nullopt;
  const auto now_us = std::chrono::microseconds(now).count();
  Shard& shard = shards_[Hash{}(caller) % shards];
  const std::scoped_lock lock(shard.mutex);
  std::int64_t& full_at = bucket_of(shard, caller, now_us);
  const auto full_then = std::max(full_at, now_us) + apart_us_;
  const auto too_early = full_then - now_us - std::max(second_us, apart_us_);
  if (too_early > 0) return std::chrono::ceil<Time>(std::chrono::microseconds(too_early));
  full_at = full_then;
  return std::nullopt;
}

std::int64_t& RateLimiter::bucket_of(Shard& shard, std::string_view caller, std::int64_t now) {
  Buckets& buckets = shard.full_at;
  const auto found = buckets.find(caller);
  if (found != buckets.end()) return found->second;
  if (buckets.size() >= per_shard_max_ && now - shard.swept_at >= second_us) {
    shard.swept_at = now;
    std::erase_if(buckets, [now](const auto& bucket) { return bucket.second <= now; });
  }
  if (buckets.size() >= per_shard_max_) buckets.erase(buckets.begin());
  return buckets.emplace(caller, now).first->second;
}

std::size_t RateLimiter::size() const {
  std::size_t sum = 0;
  for (const Shard& shard : shards_) {
    const std::scoped_lock lock(shard.mutex);
    sum += shard.full_at.size();
  }
  return sum;
}

}  // namespace http
