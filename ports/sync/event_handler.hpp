#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>

namespace sync {

// ReplicaHandler: keeps this module's copy of another module's aggregates of one type.
//   It overwrites whole state, emits nothing, accepts any order across keys, and reads and writes
//   only through working tables, so that a refusal leaves nothing behind.
class ReplicaHandler {
 public:
  virtual ~ReplicaHandler() = default;
  virtual std::string_view aggregate_type() const = 0;
  // The newest schema version of those events that it can read.
  virtual int schema_version_max() const = 0;
  // Names the rows that version() and apply() will touch.
  virtual void want(const Event& event) = 0;
  // The version the replica holds of this key; 0 where it holds none.
  virtual std::int64_t version(const std::string& key) = 0;
  // Takes over the state that the event says; a refusal parks the key.
  virtual shared::Done apply(const Event& event) = 0;
};

// Reaction: what this module does on its own account because of another's event. Only this may
// emit, and only when its own aggregates change. Never run for restated or replayed events.
class Reaction {
 public:
  virtual ~Reaction() = default;
  virtual void want(const Event& event) = 0;
  virtual shared::Done react(const Event& event) = 0;
};

}  // namespace sync
