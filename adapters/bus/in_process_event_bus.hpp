#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <ports/sync/event_bus.hpp>

namespace bus {

struct BusLimits {  // of what waits for one follower
  std::size_t frames_max = 1024;
  std::size_t bytes_max = 4 * 1024 * 1024;
};

// InProcessEventBus: hands the bytes of each commit to the followers in this process.
//   Bounds  per follower; the oldest frames are dropped first, and it reads those from the log
//   Errors  none: what memory cannot hold is dropped
class InProcessEventBus final : public sync::EventBus {
 public:
  explicit InProcessEventBus(BusLimits limits = {});
  ~InProcessEventBus() override;

  void publish(const std::string& log, std::string frame) override;

  // From now on, until the delivery is destroyed; it may outlive the bus. `wake` is called from the
  // publisher's thread when something came after the last take; it must be short, must not throw
  // and must not call the bus. After the destruction it is never called.
  [[nodiscard]] std::unique_ptr<sync::Delivery> subscribe(std::string log,
                                                          std::function<void()> wake);

  // Frames that came and were never taken, since the start.
  std::uint64_t dropped() const;

  class Exchange;

 private:
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace bus
