#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <sync/domain/hash.hpp>
#include <sync/domain/position.hpp>

#include <shared/domain/instant.hpp>

namespace sync {

// IdempotencyRecord: what a command came to, so that its repeat answers the same. The reply is a
// function of the event at `position`, or of `reply` where no event says it.
struct IdempotencyRecord {
  Hash256 key;          // over the caller, the route and the caller's Idempotency-Key
  Hash128 fingerprint;  // of the request: another one under the same key is a mistake
  std::string outcome;  // "" for success, else the refusal's code
  std::string reply;    // JSON: the refusal's detail and field, or the unchanged state; or empty
  Position position;
  shared::Instant at;

  bool operator==(const IdempotencyRecord&) const = default;
};

// IdempotencyRecords: also a WorkingTable; what is added is durable with its batch.
class IdempotencyRecords {
 public:
  virtual ~IdempotencyRecords() = default;
  virtual void want(const Hash256& key) = 0;
  virtual std::optional<IdempotencyRecord> find(const Hash256& key) = 0;  // wanted and loaded
  virtual void add(IdempotencyRecord record) = 0;
  // Deletes at most `rows_max` records older than `before`, in the open transaction; how many.
  virtual std::size_t forget(shared::Instant before, std::size_t rows_max) = 0;
};

}  // namespace sync
