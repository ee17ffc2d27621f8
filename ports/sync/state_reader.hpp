#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sync/domain/event.hpp>

#include <ports/sync/store_errors.hpp>

namespace sync {

// AggregateState: what one aggregate is, in the very bytes that an event's `after` has.
struct AggregateState {
  std::string key;
  std::int64_t version = 0;
  std::string state;  // a JSON object

  bool operator==(const AggregateState&) const = default;
};

// AggregateStates: all aggregates of one type, as their module's readers see them.
class AggregateStates {
 public:
  virtual ~AggregateStates() = default;
  virtual std::string_view aggregate_type() const = 0;
  // Those behind that key (empty: from the first on), bytewise by key: as many as there are, but at
  // most `rows_max`.
  virtual std::vector<AggregateState> behind(const std::string& key, std::size_t rows_max) = 0;
  // Nothing where there is none under that key, or it is no key of theirs.
  virtual std::optional<AggregateState> find(const std::string& key) = 0;
};

struct StateLimits {
  std::size_t rows_max = 2'000;
  std::size_t bytes_max = 4 * 1024 * 1024;  // of state; one larger state comes whole

  bool operator==(const StateLimits&) const = default;
};

// StateQuestion: which aggregates of one type are asked for.
struct StateQuestion {
  std::string aggregate_type;     // empty: none, only of the log
  std::string behind;             // this key, in order of key; or
  std::vector<std::string> keys;  // these, at most rows_max of them
  StateLimits limits = {};
  Offset at = 0;  // how the log stood there is of interest

  bool operator==(const StateQuestion&) const = default;
};

// StatePage: a part of a module's state, and where its log ended at that very moment: what follows
// behind that head, and nothing before it, is missing in the rows.
struct StatePage {
  std::vector<AggregateState> rows;
  bool ends = false;  // behind these there are no more
  Head head;
  std::optional<Head> at;  // the log at the offset asked for; nothing where no commit ends there

  bool operator==(const StatePage&) const = default;
};

// StateReader: a module's own aggregates, said as its log says them, so that who copies them can
// compare, begin, or begin again. Durable state only; one answer is of one moment.
class StateReader {
 public:
  virtual ~StateReader() = default;
  // Waits. Throws StoreUnavailable also where the module says no such aggregates.
  virtual StatePage read(const StateQuestion& question) = 0;
};

}  // namespace sync
