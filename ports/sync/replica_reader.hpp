#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>

#include <ports/sync/follower_store.hpp>

namespace sync {

// KeptField: one field of what a copy keeps of a state, as a row has it.
struct KeptField {
  std::string name;
  std::string value;  // numbers in decimal
};

// Copied: what a follower keeps of the aggregates of one type.
struct Copied {
  std::string aggregate_type;
  // Of that state, in the order of its rows' fields; refuses one that cannot be read. Pure.
  std::function<shared::Result<std::vector<KeptField>>(const std::string& state)> kept_of;
};

// ReplicaRow: a row of a copy as it lies there, whoever wrote it.
struct ReplicaRow {
  std::string key;  // as the source names it
  std::int64_t version = 0;
  std::vector<std::string> values;  // of its fields, in their order; numbers in decimal

  bool operator==(const ReplicaRow&) const = default;
};

// ReplicaStanding: where a follower stands, with what it parked, at one moment.
struct ReplicaStanding {
  FollowerState state;
  std::vector<ParkedKey> parked;
};

// ReplicaReader: one follower's copies, read beside its lane: durable state only.
class ReplicaReader {
 public:
  virtual ~ReplicaReader() = default;
  virtual ReplicaStanding standing() = 0;
  // The same, and in the same snapshot the key and version of every row, each of which is told: a
  // second or so for a million rows.
  using Told = std::function<void(const std::string& aggregate_type, const std::string& key,
                                  std::int64_t version)>;
  virtual ReplicaStanding tell_all(const Told& told) = 0;
  // The rows of that type behind one key up to another (empty: to the last), bytewise by key, at
  // most `rows_max`.
  virtual std::vector<ReplicaRow> behind(const std::string& aggregate_type, const std::string& key,
                                         const std::string& through, std::size_t rows_max) = 0;
  // Those of these keys that are there.
  virtual std::vector<ReplicaRow> of(const std::string& aggregate_type,
                                     const std::vector<std::string>& keys) = 0;
};

}  // namespace sync
