#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/jetstream.hpp>
#include <adapters/nats/stream_reading.hpp>
#include <ports/sync/event_bus.hpp>

namespace nats {

// JetStreamDelivery: what a log's stream brings to one follower, commit by commit.
//   It holds no progress at the broker: an unacknowledged consumer of its own, made anew from where
//   it was whenever anything is odd: a gap, silence, a stream that moves without it, another link.
//   Bounds  one thread; of frames that wait to be taken. Where these are full it takes no more, and
//           the broker holds the rest, or drops its oldest: the follower asks the log then
//   Errors  none; bytes that are no event are counted and dropped
class JetStreamDelivery final : public sync::Delivery {
 public:
  struct Limits {
    std::size_t frames_max = 1024;
    std::size_t bytes_max = 4 * 1024 * 1024;         // of frames that wait
    std::size_t commit_bytes_max = 4 * 1024 * 1024;  // of payload; larger ones the log tells
    std::chrono::milliseconds heartbeat{1'000};      // three missed: a new consumer
    std::chrono::milliseconds look_every{5'000};     // whether the stream moved without us
    std::chrono::milliseconds retry_min{50};
    std::chrono::milliseconds retry_max{5'000};
  };
  struct Counters {
    std::uint64_t frames = 0;     // whole commits
    std::uint64_t damaged = 0;    // messages that are no event of this log
    std::uint64_t consumers = 0;  // made; each beyond the first had a reason
  };

  // From the commit behind offset `after` on, as far as the stream has it. `wake` is called from
  // the delivery's thread when something came after the last take; it must be short, and is never
  // called after the destruction.
  JetStreamDelivery(Connection& connection, std::string log, sync::Offset after,
                    std::function<void()> wake, Limits limits);
  ~JetStreamDelivery() override;

  std::vector<std::string> take(std::size_t frames_max) override;
  Counters counters() const;

 private:
  using Clock = std::chrono::steady_clock;
  class Reading;

  void run();
  bool consume(const Link& link);
  std::optional<std::uint64_t> start_sequence(JetStream& jetstream);
  bool wait_for_room();
  void put(std::string frame);
  void link_changed();
  void sleep(std::chrono::milliseconds at_most);
  bool stopping() const;

  Connection& connection_;
  const std::string log_;
  const std::function<void()> wake_;
  const Limits limits_;

  StreamReading reading_;  // of the thread alone

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> frames_;
  std::size_t bytes_ = 0;
  bool woken_ = false;
  bool link_changed_ = false;
  bool stop_ = false;
  Counters counters_;
  std::unique_ptr<Watch> watch_;
  std::thread thread_;
};

}  // namespace nats
