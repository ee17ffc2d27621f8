#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <shared/domain/instant.hpp>
#include <shared/domain/uuid.hpp>
#include <sync/domain/hash.hpp>
#include <sync/domain/position.hpp>

// Event: one row of a module's event log, and all that a consumer is ever told.
//   Shape   envelope + payload; the payload is JSON {"after":{...}|null,"before":{...}|null}:
//           the aggregate's state after the change, and before it where one existed
//   Units   version counts the aggregate's changes from 1, without a gap
//   Source  the envelope's wire form is CloudEvents 1.0
namespace sync {

inline constexpr std::size_t payload_bytes_max = 256 * 1024;
inline constexpr int causation_depth_max = 16;

struct Event {
  Offset offset = 0;
  shared::Uuid id;
  std::string aggregate_type;  // "user"
  std::string key;             // "usr_..."
  std::int64_t version = 0;
  bool removes = false;  // the aggregate ends with this event and its key is never used again
  std::string type;      // "user.registered"
  int schema_version = 1;
  shared::Instant occurred_at;
  std::string payload;
  std::string correlation_id;  // of the request that began it all
  std::string causation_id;    // the event or command that led to this one
  int causation_depth = 0;     // 0: a command's own event; n: n events away from one
  std::string traceparent;     // W3C trace context, or empty

  bool operator==(const Event&) const = default;
};

// Per aggregate type: the sum over its live keys of hash128(type, key, version), mod 2^128.
using Roots = std::map<std::string, Hash128, std::less<>>;

// Commit: the events that became durable together. Never empty, never split.
struct Commit {
  Epoch epoch = 1;
  std::vector<Event> events;  // dense offsets
  Hash256 chain;              // over the previous commit's chain and these events' hashes
  Roots roots;                // after these events

  Offset first() const { return events.front().offset; }
  Offset last() const { return events.back().offset; }
  bool operator==(const Commit&) const = default;
};

// Head: where a log ends. An empty log's head is offset 0 and the zero chain.
struct Head {
  Epoch epoch = 1;
  Offset offset = 0;
  Hash256 chain;
  Roots roots;

  bool operator==(const Head&) const = default;
};

// EpochStart: an epoch and the first offset that belongs to it, with the chain just before it.
struct EpochStart {
  Epoch epoch = 1;
  Offset first_offset = 1;
  Hash256 chain_before;

  bool operator==(const EpochStart&) const = default;
};

}  // namespace sync
