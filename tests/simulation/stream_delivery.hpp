#pragma once

#include <functional>
#include <optional>
#include <string>

#include <adapters/nats/stream_reading.hpp>

#include <tests/simulation/sim_broker.hpp>
#include <tests/simulation/sim_bus.hpp>

namespace sim {

// StreamDelivery: what brings a log's stream to one follower, as adapters/nats does with a thread:
// the real decisions of when to begin anew and what came whole, in simulated time.
//   Errors  throws a Violation where it puts together a commit that is not the log's
class StreamDelivery final : public SimBroker::Listener {
 public:
  // Its tasks are the owner's. `wake` is called after each frame that came to `into`.
  StreamDelivery(SimBroker& broker, Scheduler& scheduler, Scheduler::Owner owner, std::string log,
                 sync::Offset after, SimDelivery& into, std::function<void()> wake);
  ~StreamDelivery() override;

  void pushed(SimBroker::Consumer consumer, const nats::Pushed& at,
              std::optional<nats::CarriedEvent> carried) override;
  // It has been pushed all that the stream holds.
  bool level() const;
  std::uint64_t consumers() const { return consumers_; }

 private:
  nats::StreamReading::Time now() const {
    return nats::StreamReading::Time{scheduler_.now()};
  }
  void tick();
  void look();
  void begin();
  void drop();
  void check(const std::string& frame) const;

  SimBroker& broker_;
  Scheduler& scheduler_;
  Scheduler::Owner owner_;
  std::string log_;
  nats::StreamReading reading_;
  SimDelivery& into_;
  std::function<void()> wake_;
  std::optional<SimBroker::Consumer> consumer_;
  std::uint64_t consumers_ = 0;
};

}  // namespace sim
