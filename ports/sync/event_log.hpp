#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <sync/domain/event.hpp>

#include <ports/sync/store_errors.hpp>

namespace sync {

struct ReadLimits {
  std::size_t events_max = 1000;
  std::size_t bytes_max = 4 * 1024 * 1024;  // of payload
};

// EventLog: a transactional outbox that is kept, as its module's writer sees it.
class EventLog {
 public:
  virtual ~EventLog() = default;
  // Adds one commit behind the head, in the store's open transaction. Offsets must continue the
  // head's: anything else throws StoreRejected.
  virtual void append(const Commit& commit) = 0;
  // The event at this offset, also of the open transaction; nothing where there is none (any more).
  virtual std::optional<Event> at(Offset offset) = 0;
  // Begins a new epoch behind the head, in the store's open transaction.
  virtual void raise_epoch(const EpochStart& start) = 0;
};

// LogReader: the same log, read from outside any write transaction. Sees durable commits only.
class LogReader {
 public:
  virtual ~LogReader() = default;
  virtual Head head() = 0;
  // The commits that follow `after`, whole and in order: as many as fit the limits, but at least
  // one where there is one. `after` must be the last offset of a commit, or 0.
  virtual std::vector<Commit> read(Offset after, ReadLimits limits) = 0;
  // Single events that follow `after`, for readers who do not verify. May end inside a commit.
  virtual std::vector<Event> events(Offset after, std::size_t events_max) = 0;
  // The chain just after this offset; nothing where no commit ends there (or it was cut).
  virtual std::optional<Hash256> chain_at(Offset offset) = 0;
  // Every epoch, oldest first; never empty.
  virtual std::vector<EpochStart> epochs() = 0;
};

}  // namespace sync
