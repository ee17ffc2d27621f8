#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <ports/sync/state_reader.hpp>

namespace sync {

// LiveStates: the aggregates of one type as their module's write lane has them, so that it can say
// them again. Only commands of that lane use it.
class LiveStates {
 public:
  virtual ~LiveStates() = default;
  virtual std::string_view aggregate_type() const = 0;
  virtual int schema_version() const = 0;  // of their events
  // Names a row for the next load; false where that is no key of theirs.
  virtual bool want(const std::string& key) = 0;
  // Nothing where there is none under that key, or it is wanted and not loaded yet.
  virtual std::optional<AggregateState> find(const std::string& key) = 0;
};

}  // namespace sync
