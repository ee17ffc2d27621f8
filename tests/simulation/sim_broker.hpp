#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <adapters/nats/jetstream.hpp>
#include <adapters/nats/pushed.hpp>
#include <ports/sync/event_stream.hpp>

#include <tests/simulation/scheduler.hpp>
#include <tests/simulation/sim_bus.hpp>
#include <tests/simulation/sim_rng.hpp>

// SimBroker: a broker with a stream for each log, which does all that JetStream may do: messages
// that arrive after nobody waits for them any more, refusals by the expected last sequence, streams
// that are wiped and made again, consumers that are forgotten, or live and deliver no more.
namespace sim {

struct BrokerFaults {
  BusFaults pushes;                     // what consumers are pushed suffers this
  std::uint32_t lost_acks_percent = 0;  // of batches: some arrive, some later, nobody hears
  bool alters = false;                  // damage that only a hash can find
  std::uint32_t full_percent = 0;       // of batches: refused for want of room
  std::chrono::microseconds late_max{0};
};

struct BrokerCounters {
  std::uint64_t refused = 0;  // by the expected last sequence
  std::uint64_t late = 0;     // messages that arrived when nobody waited for them any more
  std::uint64_t late_taken = 0;
  std::uint64_t full = 0;
  std::uint64_t wiped = 0;  // streams
  std::uint64_t stuck = 0;  // consumers
  std::uint64_t lost = 0;   // pushes
  std::uint64_t repeated = 0;
  std::uint64_t reordered = 0;
  std::uint64_t damaged = 0;
  std::uint64_t altered = 0;  // of these
};

class SimBroker {
 public:
  using Consumer = std::uint64_t;
  // Listener: what a consumer pushes to.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void pushed(Consumer consumer, const nats::Pushed& at,
                        std::optional<nats::CarriedEvent> carried) = 0;
  };

  SimBroker(Rng rng, Scheduler& scheduler) : rng_{rng}, scheduler_{scheduler} {}

  // What a relay asks. Nothing: it is away.
  std::optional<sync::StreamEnd> end(const std::string& log);
  std::expected<void, sync::StreamFailure> publish(const std::string& log, std::uint64_t sequence,
                                                   std::span<const sync::Commit> commits,
                                                   sync::Offset after);

  // What one who reads asks.
  bool away() const { return away_; }
  std::optional<nats::StreamState> state(const std::string& log) const;
  std::optional<nats::JetStream::PlacedEvent> last_event(const std::string& log) const;
  Consumer consume(const std::string& log, std::uint64_t sequence, Listener& listener);
  void end_consumer(Consumer consumer) { consumers_.erase(consumer); }
  // Whether a heartbeat comes.
  bool beats(Consumer consumer) const { return !away_ && consumers_.contains(consumer); }

  // A commit's frame, as whoever reads it must put it together.
  const std::string* frame_of(const sync::Hash256& chain) const;

  void leave() { away_ = true; }  // frozen, or cut off: it forgets nothing
  void restart();                 // consumers are forgotten
  void come_back();
  void wipe();          // a restart on an empty disk
  void log_went_back() { dense_ = false; }  // streams may hold what is lost there
  void stick();         // of the consumers that there are, one delivers no more
  std::size_t messages_max = 100'000;  // in a stream; then the oldest go

  BrokerFaults faults;
  const BrokerCounters& counters() const { return counters_; }

 private:
  struct Message {
    std::uint64_t sequence = 0;
    nats::CarriedEvent carried;
  };
  struct Stream {
    std::deque<Message> messages;
    std::uint64_t last = 0;
  };
  struct Push {
    nats::Pushed at;
    std::optional<nats::CarriedEvent> carried;
  };
  struct Reading {
    std::string log;
    Listener* listener = nullptr;
    std::uint64_t next = 1;  // the stream's sequence
    std::uint64_t pushed = 0;
    bool stuck = false;
    std::deque<Push> on_the_way;
  };

  bool accept(const std::string& log, std::uint64_t expected, const nats::CarriedEvent& carried);
  void feed(Consumer consumer);
  void send(Consumer consumer, Reading& reading, Push push);
  void arrive(Consumer consumer);

  Rng rng_;
  Scheduler& scheduler_;
  std::map<std::string, Stream> streams_;
  std::map<Consumer, Reading> consumers_;
  std::map<std::string, std::string> frames_;  // by the chain's hex
  Consumer made_ = 0;
  bool away_ = false;
  bool dense_ = true;  // no stream has a reason to hold anything else than its log in order
  BrokerCounters counters_;
};

// SimEventStream: one log's stream, as a relay has it.
class SimEventStream final : public sync::EventStream {
 public:
  SimEventStream(SimBroker& broker, std::string log) : broker_{broker}, log_{std::move(log)} {}

  std::expected<sync::StreamEnd, sync::StreamFailure> end() override;
  std::expected<void, sync::StreamFailure> publish(std::uint64_t sequence,
                                                   std::span<const sync::Commit> commits,
                                                   sync::Offset after) override {
    return broker_.publish(log_, sequence, commits, after);
  }

 private:
  SimBroker& broker_;
  std::string log_;
};

}  // namespace sim
