#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <adapters/http/body_stream.hpp>
#include <adapters/http/live/live_logs.hpp>
#include <shared/domain/result.hpp>

namespace http {

// LiveHub: tells each watcher of a user what happens to that user, from every log, as it happens.
//   Shape   each log has one reader at its end, which tells all watchers, and one that goes through
//           what single watchers missed, one step of one watcher at a time. A watcher who begins
//           now costs nothing for the past; while nobody watches, nothing is read at all
//   Order   that of each log; an event's id says how far every log was told before and with it
//   Limits  1000 events a step; what waits for a watcher is bounded by its stream: one who reads
//           too slowly is cut off, and resumes behind the last id it saw. Where a log cannot be
//           read or waited for now, every stream ends, to be resumed
//   Note    must be held by a std::shared_ptr; any thread may call it
class LiveHub : public std::enable_shared_from_this<LiveHub> {
 public:
  explicit LiveHub(LiveLogs from);
  ~LiveHub();

  // A body that begins with the event `watching`, and ends after the user was deleted. `after`:
  // whatever happened behind these positions comes first; a log that is not named is told from its
  // beginning. Nothing: from now on.
  //   Errors  sync.unknown_log, sync.beyond_head, sync.position_lost
  shared::Result<std::shared_ptr<BodyReader>> watch(
      const std::string& user_id, const std::optional<std::vector<sync::Position>>& after);

  std::size_t watchers() const;

 private:
  struct Watcher;
  struct Line;
  using WatcherPtr = std::shared_ptr<Watcher>;
  using Body = std::shared_ptr<BodyReader>;

  shared::Result<std::vector<sync::Offset>> begin_at(
      const SyncStatus& status, const std::optional<std::vector<sync::Position>>& after) const;
  WatcherPtr make_watcher(const std::string& user_id);

  // The reader at the end of a log.
  void await(std::size_t line);
  bool read_on(std::size_t line);
  void read_new(std::size_t line, const ReadEvents& read);
  bool has_new_epoch(std::size_t line, const LogStatus& log) const;
  void tell_all(std::size_t line, const sync::Event& event);

  // The reader of what single watchers missed.
  bool read_back(std::size_t line);
  void read_past(std::size_t line, const ReadEvents& read);
  bool tell_past(std::size_t line, const WatcherPtr& watcher,
                 const std::vector<sync::Event>& events, sync::Offset last);
  void resume(std::size_t line, const WatcherPtr& watcher);

  void give_up(std::size_t line, bool Line::*running);

  // All below: locked.
  bool tell(std::size_t line, Watcher& watcher, const sync::Event& event, const std::string& json);
  bool queue_past(std::size_t line, WatcherPtr watcher);
  void end_if_over(Watcher& watcher);
  void drop(Watcher& watcher);
  std::string positions_of(const Watcher& watcher) const;
  std::string watching(const Watcher& watcher) const;

  const std::unique_ptr<const LiveLogs> from_;
  mutable std::mutex mutex_;
  std::vector<Line> lines_;  // one for each log, in their order
  std::unordered_map<std::string, std::vector<WatcherPtr>> watchers_;  // by user
};

}  // namespace http
