#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include <ports/shared/clock.hpp>
#include <ports/sync/event_log.hpp>
#include <ports/sync/event_stream.hpp>
#include <ports/sync/observer.hpp>

namespace sync {

// RelayStatus: what there is to know of a relay from outside, as of its last step.
struct RelayStatus {
  std::string log;
  Offset relayed = 0;             // the stream holds the log up to here
  Offset head = 0;                // of the log
  std::uint64_t published = 0;    // events, since the start
  std::uint64_t moved = 0;        // times that the stream did not end where it was thought to
  std::uint64_t begun_again = 0;  // times that an emptied or foreign stream was filled again
  std::string waiting;            // empty, or what it waits for: for a person
};

// Relay: brings a log's events into its stream, in order, without a gap and without a repetition,
// however many relays do so at once: the stream's end is all that it goes by, and each event is
// published on the condition that the stream still ends there. What the stream lost is not
// repaired: followers ask the log.
class Relay {
 public:
  struct Limits {
    ReadLimits batch{1000, 4 * 1024 * 1024};
    Offset window = 100'000;  // how much of the log an emptied stream is given again
    std::chrono::milliseconds look_every{5'000};  // at an idle stream, whether it still is there
    std::chrono::milliseconds retry_min{50};      // doubled at each failure up to
    std::chrono::milliseconds retry_max{5'000};   // this
    std::chrono::milliseconds patience{10'000};   // a broker away for longer is an alarm
    std::chrono::milliseconds stand_by{250};      // how long it is left to the relay that leads
  };

  Relay(std::string log, LogReader& reader, EventStream& stream, shared::Clock& clock,
        Observer& observer, Limits limits)
      : reader_(reader), stream_(stream), clock_(clock), observer_(observer), limits_(limits) {
    status_.log = std::move(log);
  }

  // One batch at most, and nothing before its time after a failure. How long it may be left alone
  // unless the log moved; 0 where more waits.
  std::chrono::milliseconds step();
  // The same for one of several whose turn it is not, since two at once are in each other's way: it
  // takes a step only where the stream still lacks what the log held a while ago.
  std::chrono::milliseconds stand_by();
  const RelayStatus& status() const { return status_; }

 private:
  // What the log held, and when that was seen.
  struct Due {
    Offset offset = 0;
    std::chrono::milliseconds since{0};
  };

  // Where the stream ends, in terms of the log.
  struct Place {
    std::uint64_t sequence = 0;
    Offset after = 0;          // the last event that it holds
    Offset commits_after = 0;  // the commit to go on with begins behind this offset
  };

  std::chrono::milliseconds attempt(std::chrono::milliseconds (Relay::*what)());
  std::chrono::milliseconds relay();
  std::chrono::milliseconds relay_if_due();
  std::optional<StreamFailure> find_place();
  std::expected<bool, StreamFailure> publish();
  bool holds(const Head& head, const StreamMark& mark);
  bool ends_commit(Offset offset);
  Offset window_start(const Head& head);
  std::chrono::milliseconds failed(const StreamFailure& failure);

  LogReader& reader_;
  EventStream& stream_;
  shared::Clock& clock_;
  Observer& observer_;
  Limits limits_;
  std::optional<Place> place_;
  std::optional<Due> due_;  // while it stands by
  std::chrono::milliseconds looked_at_{0};
  std::chrono::milliseconds retry_{0};
  std::chrono::milliseconds retry_at_{0};
  std::chrono::milliseconds failing_since_{0};
  std::string alarmed_;  // of what, since it last went well
  RelayStatus status_;
};

}  // namespace sync
