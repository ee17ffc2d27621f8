#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>

namespace sync {

// What a projection's aggregate_type() says that takes the events of all types.
inline constexpr std::string_view every_aggregate_type = "*";

// Projection: a fold of another module's events of one aggregate type: counts, tallies, queues.
//   It emits nothing, accepts any order across keys, and reads and writes only through working
//   tables, so that a refusal leaves nothing behind. Each event reaches it once, in order per key.
class Projection {
 public:
  virtual ~Projection() = default;
  virtual std::string_view aggregate_type() const = 0;
  // The newest schema version of those events that it can read.
  virtual int schema_version_max() const = 0;
  // Names the rows that apply() will touch; asked again once those are read, since they may lead to
  // more.
  virtual void want(const Event& event) = 0;
  // Takes over what the event says; a refusal parks the key.
  virtual shared::Done apply(const Event& event) = 0;
};

// ReplicaHandler: a projection that is a copy of those aggregates, so that it can be compared with
// its source: it overwrites whole state, key by key, and want() names what version() reads.
class ReplicaHandler : public Projection {
 public:
  // The version the replica holds of this key; 0 where it holds none.
  virtual std::int64_t version(const std::string& key) = 0;
};

// Reaction: what this module does on its own account because of another's event. Only this may
// emit, and only when its own aggregates change. Never run for restated or replayed events.
//   Units   `at` is when this module hears of it, which may be days later where it was away or the
//           key was parked: what it does happens then. Never earlier than the event itself.
class Reaction {
 public:
  virtual ~Reaction() = default;
  virtual void want(const Event& event) = 0;
  virtual shared::Done react(const Event& event, shared::Instant at) = 0;
};

}  // namespace sync
