#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <adapters/nats/commit_assembly.hpp>
#include <adapters/nats/jetstream.hpp>
#include <adapters/nats/pushed.hpp>

namespace nats {

// StreamReading: what one who reads a log's stream decides: where to begin, which commits came
// whole, when a consumer is of no more use. It does no I/O: messages, states and times are told.
//   It believes only what messages say of themselves, so a wrong guess costs time, and no event.
class StreamReading {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Limits {
    std::size_t commit_bytes_max = 4 * 1024 * 1024;  // of payload; larger ones the log tells
    std::chrono::milliseconds heartbeat{1'000};      // three missed: a new consumer
    std::chrono::milliseconds look_every{5'000};     // whether the stream moved without us
  };

  // From the commit behind offset `after` on.
  StreamReading(std::string log, sync::Offset after, Limits limits)
      : limits_(limits), after_(after), assembly_(std::move(log), limits.commit_bytes_max) {}

  // The sequence to begin at: right behind what was taken, where the stream still has that; else,
  // by its last event, where the offset that we wait for should stand if it had no holes.
  std::optional<std::uint64_t> behind_taken(const StreamState& state) const;
  std::uint64_t guess(const StreamState& state,
                      const std::optional<JetStream::PlacedEvent>& last) const;

  // A new consumer pushes what stands from `sequence` on.
  void begin(std::uint64_t sequence, Time now);

  enum class Taken { well, damaged, lost };  // lost: something before it never came
  // What the consumer pushed; nothing carried: it is no event of this log.
  Taken take(const Pushed& at, std::optional<CarriedEvent> carried,
             std::optional<std::string>& frame);
  void heard(Time now) { heard_at_ = now; }  // a heartbeat, too
  bool silent(Time now) const { return now - heard_at_ > limits_.heartbeat * missed_max; }

  bool look_due(Time now);
  // Whether the stream, as it is found there, goes on without this consumer. Heartbeats prove that
  // a consumer lives, not that it delivers: 2.9 knows some that do not.
  bool left_behind(const std::optional<StreamState>& found);

  // How far whole commits were taken, by the stream's count; 0: none yet.
  std::uint64_t taken_through() const { return taken_through_; }
  // The sequence that the consumer is to push next.
  std::uint64_t next_sequence() const { return next_sequence_; }

 private:
  static constexpr int missed_max = 3;

  Limits limits_;
  sync::Offset after_;  // the last commit that came without a hole before it
  CommitAssembly assembly_;
  std::uint64_t taken_through_ = 0;

  // Of this consumer.
  std::uint64_t next_sequence_ = 0;
  std::uint64_t consumer_sequence_ = 0;
  std::uint64_t behind_at_ = 0;  // next_sequence_ where the stream had more when we looked last
  Time heard_at_;
  Time looked_at_;
};

}  // namespace nats
