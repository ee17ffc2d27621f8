#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>

namespace app {

// Who is asked what time it is for that module: "billing.time".
std::string time_service_of(const std::string& module);

// TimeElsewhere: what time it is for a module that runs elsewhere: the wall clock, and by how much
// the module's is ahead of it (billing's test clock may be moved). Any thread.
//   Bounds  one question every 5 s at most, only while somebody wants to know, and nobody waits for
//           it: until an answer comes, the last one holds; at first, 0
class TimeElsewhere {
 public:
  TimeElsewhere(std::string module, shared::Requests& requests, shared::Clock& clock)
      : module_(std::move(module)), requests_(requests), clock_(clock) {}

  shared::Instant now();

 private:
  const std::string module_;
  shared::Requests& requests_;
  shared::Clock& clock_;
  std::atomic<std::int64_t> ask_at_ms_ = 0;  // monotonic
  const std::shared_ptr<std::atomic<std::int64_t>> ahead_ms_ =
      std::make_shared<std::atomic<std::int64_t>>(0);
};

// The other side: as long as it lives, `now` is what others are told.
[[nodiscard]] std::unique_ptr<shared::Serving> serve_time(shared::Services& services,
                                                          const std::string& module,
                                                          shared::Clock& clock,
                                                          std::function<shared::Instant()> now);

}  // namespace app
