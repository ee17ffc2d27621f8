#pragma once

#include <string>
#include <variant>
#include <vector>

#include <sync/domain/event.hpp>

#include <ports/sync/event_log.hpp>

namespace sync {

// What a follower shows when it asks: what it has seen, exactly.
struct Seen {
  Epoch epoch = 1;
  Offset offset = 0;
  Hash256 chain;

  bool operator==(const Seen&) const = default;
};

struct Commits {
  std::vector<Commit> commits;  // empty: nothing new
  Head head;
};

// The source does not have what the follower has seen: it went back (an older copy was restored, a
// failover lost its end) or another history stands at that offset.
struct WentBack {
  std::string report;  // exact, for a person
  Head head;
};

// The question is on its way. Who asked is woken when its answer is there, and asks again.
struct AnswerPending {};

using LogAnswer = std::variant<Commits, WentBack, AnswerPending>;

// SourceLog: another module's log, asked over whatever way leads there.
class SourceLog {
 public:
  virtual ~SourceLog() = default;
  // What follows `seen`. Throws StoreUnavailable where the source cannot be reached now. Does not
  // wait for another process: a lane asks, and has other things to do.
  virtual LogAnswer after(const Seen& seen, ReadLimits limits) = 0;
  virtual Head head() = 0;
};

}  // namespace sync
