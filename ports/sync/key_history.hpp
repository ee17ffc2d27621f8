#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <sync/domain/event.hpp>

#include <ports/sync/store_errors.hpp>

namespace sync {

// KeyHistory: what a log says of one key. No index leads there, since every write would pay for it:
// the rows between two offsets are looked at, and who asks keeps their number small.
class KeyHistory {
 public:
  virtual ~KeyHistory() = default;
  // The first offset that the log still holds; 1 where it is empty.
  virtual Offset first() = 0;
  // The key's events from offset `from` to `through`, both of them too, at most `events_max`; the
  // newest first, or the oldest. Sees durable commits only.
  virtual std::vector<Event> newest(const std::string& key, Offset from, Offset through,
                                    std::size_t events_max) = 0;
  virtual std::vector<Event> oldest(const std::string& key, Offset from, Offset through,
                                    std::size_t events_max) = 0;
};

}  // namespace sync
