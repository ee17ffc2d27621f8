#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include <ports/sync/event_bus.hpp>

#include <tests/simulation/scheduler.hpp>
#include <tests/simulation/sim_rng.hpp>

// SimBus: an event bus that does everything an event bus is allowed to do.
namespace sim {

// BusFaults: of a hundred frames, how many suffer what. Nothing, by default.
struct BusFaults {
  std::uint32_t drop_percent = 0;
  std::uint32_t delay_percent = 0;
  std::chrono::microseconds delay_max{0};
  std::uint32_t repeat_percent = 0;
  std::uint32_t reorder_percent = 0;
  std::uint32_t damage_percent = 0;
};

struct BusCounters {
  std::uint64_t published = 0;
  std::uint64_t dropped = 0;
  std::uint64_t delayed = 0;
  std::uint64_t repeated = 0;
  std::uint64_t reordered = 0;
  std::uint64_t damaged = 0;
  std::uint64_t wiped = 0;  // frames that were held when the bus lost everything
};

// SimDelivery: what the bus holds for one follower.
class SimDelivery final : public sync::Delivery {
 public:
  std::vector<std::string> take(std::size_t frames_max) override;
  void put(std::string frame);

 private:
  friend class SimBus;
  static constexpr std::size_t frames_held_max = 64;

  std::deque<std::string> frames_;
};

class SimBus final : public sync::EventBus {
 public:
  SimBus(Rng rng, Scheduler& scheduler) : rng_{rng}, scheduler_{scheduler} {}

  void publish(const std::string& log, std::string frame) override;
  // From now on `delivery` gets this log's frames, and `wake` is called after each. Both must live
  // until unsubscribed.
  void subscribe(const std::string& log, SimDelivery& delivery, std::function<void()> wake);
  void unsubscribe(SimDelivery& delivery);
  // Everything that is held or on its way is lost.
  void wipe();

  BusFaults faults;
  const BusCounters& counters() const { return counters_; }

 private:
  struct Subscription {
    std::string log;
    SimDelivery* delivery;
    std::function<void()> wake;
  };

  void send(const std::string& log, std::string frame);
  void arrive(const std::string& log, const std::string& frame);

  Rng rng_;
  Scheduler& scheduler_;
  std::vector<Subscription> subscriptions_;
  std::uint64_t generation_ = 0;
  BusCounters counters_;
};

}  // namespace sim
