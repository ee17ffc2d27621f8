#pragma once

#include <cstdint>
#include <string>

#include <ports/insight/day_counts.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>

namespace insight {

// Tally: adds to what a day came to. Each event of the modules it follows reaches it once, so that
// adding is enough; it says nothing itself.
//   Errors  add: insight.event_unreadable, where the day's sum leaves the range
class Tally {
 public:
  explicit Tally(DayCounts& counts) : counts_(counts) {}

  void want(Metric metric, const std::string& currency, shared::Instant at) const;
  shared::Done add(Metric metric, const std::string& currency, shared::Instant at,
                   std::int64_t value) const;

 private:
  DayCounts& counts_;
};

}  // namespace insight
