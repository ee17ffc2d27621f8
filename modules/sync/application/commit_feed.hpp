#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <sync/domain/event.hpp>

#include <ports/shared/clock.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/event_bus.hpp>
#include <ports/sync/source_log.hpp>

namespace sync {

// CommitFeed: turns whatever the bus delivers into the one thing a follower may apply: the commits
// right behind a position, whole, in order, each verified by chain. What the bus lost, damaged or
// delays is asked from the source's log; what it repeats is dropped.
class CommitFeed {
 public:
  struct Limits {
    std::size_t events_max = 1000;  // in one answer; a single larger commit comes whole
    std::size_t bytes_max = 4 * 1024 * 1024;    // in one answer, and of what is held
    std::size_t held_commits_max = 256;         // that came too early
    std::chrono::milliseconds poll_every{500};  // the source is asked although nothing was heard
  };
  struct Counters {
    std::size_t repeated = 0;  // frames already seen
    std::size_t damaged = 0;   // frames that fail decoding, hash or chain
    std::size_t refills = 0;   // answers of the source
  };

  CommitFeed(std::string log, SourceLog& source, Delivery& delivery, shared::Clock& clock,
             const Digest& digest, Limits limits)
      : log_(std::move(log)),
        source_(source),
        delivery_(delivery),
        clock_(clock),
        digest_(digest),
        limits_(limits) {}

  // The next commits behind `seen`: empty where there is nothing new (yet). WentBack where the
  // source does not have what was seen, or its log fails verification.
  // At most about so many events: one commit at least.
  // Throws StoreUnavailable where the source cannot be reached and nothing else helps.
  std::variant<std::vector<Commit>, WentBack> next(const Seen& seen, std::size_t events_max);
  std::variant<std::vector<Commit>, WentBack> next(const Seen& seen) {
    return next(seen, limits_.events_max);
  }

  // When next() should be called although nothing wakes: 0 where more is known to wait.
  std::chrono::milliseconds wait() const;

  // The last call left a question on its way, so that nothing is known of the source now.
  bool asking() const { return asking_; }

  Offset source_offset() const { return source_offset_; }
  const Counters& counters() const { return counters_; }

 private:
  struct Held {
    Commit commit;
    std::size_t bytes = 0;
  };

  void take_frames(const Seen& seen);
  void take_frame(const Seen& seen, const std::string& bytes);
  void drop_held(Offset through);
  std::vector<Commit> held_behind(const Seen& seen, std::size_t events_max);
  std::variant<std::vector<Commit>, WentBack> ask(const Seen& seen, std::size_t events_max);
  bool follows(const Seen& seen, const Commit& commit) const;

  std::string log_;
  SourceLog& source_;
  Delivery& delivery_;
  shared::Clock& clock_;
  const Digest& digest_;
  Limits limits_;
  std::map<Offset, Held> held_;  // by first offset
  std::size_t held_bytes_ = 0;
  Offset source_offset_ = 0;
  bool ask_ = true;  // at the start nobody knows what was missed
  bool bus_has_more_ = false;
  bool asking_ = false;
  bool more_ = false;
  std::chrono::milliseconds asked_at_{0};
  Counters counters_;
};

}  // namespace sync
