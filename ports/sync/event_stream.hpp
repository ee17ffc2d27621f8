#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>

#include <sync/domain/event.hpp>

namespace sync {

// StreamMark: which event a stream's message carries, and where that event's commit begins.
struct StreamMark {
  Epoch epoch = 1;
  Offset offset = 0;
  Offset commit_first = 0;
  shared::Uuid id;
};

// StreamEnd: where a stream ends.
struct StreamEnd {
  std::uint64_t sequence = 0;      // the stream's own count of its messages, kept also once emptied
  std::optional<StreamMark> mark;  // of its last message that carries an event; nothing: none does
};

struct StreamFailure {
  enum class Kind {
    moved,  // the stream does not end where it was said to: somebody else writes it, or it is new
    away,   // nobody answers, or not as one may expect
    full,   // the broker has no room
  };
  Kind kind = Kind::away;
  std::string text;  // for a person
};

// EventStream: one log's stream at a broker that others read: a cache, never the record.
//   Neither method throws; each ends within a bound.
class EventStream {
 public:
  virtual ~EventStream() = default;
  // Where it ends. Makes it where it is missing.
  virtual std::expected<StreamEnd, StreamFailure> end() = 0;
  // Adds the events of these commits that come behind offset `after`, in order, the first of them
  // right behind the message `sequence` and each other right behind the one before, or not at all.
  // When it fails some may have been added, without a gap; end() tells.
  virtual std::expected<void, StreamFailure> publish(std::uint64_t sequence,
                                                     std::span<const Commit> commits,
                                                     Offset after) = 0;
};

}  // namespace sync
