#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <shared/domain/instant.hpp>
#include <sync/domain/event.hpp>

#include <ports/sync/store_errors.hpp>

namespace sync {

// FollowerState: one follower's progress, durable with what it applied.
struct FollowerState {
  Epoch epoch = 1;
  Offset offset = 0;    // always the last offset of a commit, or 0
  Hash256 chain;        // of the source at that offset
  Roots roots;          // over what this follower holds, per aggregate type it follows
  std::string stopped;  // empty, or why it stopped: a report for a person
  bool clean = true;    // the last run of this process ended in order
  // Raised with each change of this row or of what is parked: who stands on an older one knows too
  // little to write anything (of several instances one follows, and any may retry or discard).
  std::uint64_t revision = 0;

  bool operator==(const FollowerState&) const = default;
};

// FollowerPositions: where each follower of this module stands. All calls are made inside the
// store's open transaction.
class FollowerPositions {
 public:
  virtual ~FollowerPositions() = default;
  // The row, locked until the transaction ends; nothing when this follower never ran.
  virtual std::optional<FollowerState> lock(const std::string& follower) = 0;
  // Replaces the row that stands at `expected` (nothing: there is none yet). Exactly one row is
  // affected, or it throws StoreRejected: somebody else moved it.
  virtual void save(const std::string& follower, std::optional<Offset> expected,
                    const FollowerState& state) = 0;
};

// ParkedKey: a key that waits alone because one of its events could not be applied.
struct ParkedKey {
  std::string follower;  // "billing-follows-user"
  std::string aggregate_type;
  std::string key;
  Offset first_offset = 0;           // the event that failed first
  std::int64_t applied_version = 0;  // what the replica holds of this key; 0: nothing
  std::int64_t source_version = 0;   // the newest version waiting or dropped; 0: it was removed
  std::size_t events = 0;            // that wait; 0 where they were discarded
  int attempts = 0;                  // tries of the first event, written before each try
  shared::Instant since;
  shared::Instant retry_at;  // when it tries itself again
  std::string reason;        // why the first event failed, or why a person discarded it
  bool discarded = false;    // an accepted difference until a later event heals it

  bool operator==(const ParkedKey&) const = default;
};

// ParkedKeys: the dead letters of this module's followers, kept in order, key by key. All calls
// that change something are made inside the store's open transaction.
class ParkedKeys {
 public:
  virtual ~ParkedKeys() = default;
  // All of one follower's, ordered by first_offset. Bounded by parked_keys_max.
  virtual std::vector<ParkedKey> list(const std::string& follower) = 0;
  // Adds the key or replaces what stands under (follower, aggregate_type, key).
  virtual void save(const ParkedKey& parked) = 0;
  // Puts an event behind those that wait for its key. Saying it twice changes nothing.
  virtual void queue(const std::string& follower, const Event& event) = 0;
  // The first events that wait for this key, in order of offset.
  virtual std::vector<Event> queued(const ParkedKey& parked, std::size_t events_max) = 0;
  // Removes the events of this key up to and including `through`; and, where `whole`, the key too.
  virtual void release(const ParkedKey& parked, Offset through, bool whole) = 0;
};

}  // namespace sync
