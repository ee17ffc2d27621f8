#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_lease.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/sql/sync/sql_parked_keys.hpp>
#include <ports/sync/observer.hpp>

namespace app {

// StoreWatch: what other instances of a module do to its store, seen from this one: where the log
// ends, where the module's followers stand, and whether this instance leads: of all of them it is
// the one that follows, and that runs the module's processes. On a thread and a session of its own,
// so that neither a long batch nor a source that is away costs the lead.
//   Bounds   asks every 400 ms: a row or two, and who leads. Another instance leads at most that
//            long after this one gave up or died, and 1.4 s after it froze. While somebody waits it
//            asks every 10 ms where the followers stand, and when it is told that they moved
//   Breakage a store that does not answer: this instance does not lead, and asks on
class StoreWatch {
 public:
  struct Watched {
    std::string follower;
    std::string source;
  };
  struct Parts {
    sql::Location at;
    std::string log;  // the module's own
    std::vector<Watched> followers;
    sync::Observer& observer;
    // Whether this instance leads has changed, or a follower was moved by another one. From the
    // watch's thread; short.
    std::function<void()> changed;
  };

  explicit StoreWatch(Parts parts);
  ~StoreWatch() { stop(); }
  StoreWatch(const StoreWatch&) = delete;
  StoreWatch& operator=(const StoreWatch&) = delete;

  // Looks once, then from time to time.
  void start();
  // Gives the lead up. May be said twice.
  void stop();

  // Somebody waits for a follower that another instance moves. Any thread; where this one leads,
  // nothing happens.
  void hurry();
  // Another instance says that it moved one. Any thread; where nobody waits, nothing happens.
  void followers_moved();

  bool leads() const { return leads_; }
  // Of this follower's row, as last read; 0 before that.
  std::uint64_t revision(const std::string& follower) const;

 private:
  struct Standing {
    Watched of;
    sync::FollowerStatus status;
    std::uint64_t revision = 0;
    bool shown = false;  // on the board, by this watch
  };

  void run();
  void look(bool hurried);
  void look_at_store(bool hurried);
  void look_at(Standing& standing, bool leads);
  void lead(bool now);

  const Parts parts_;
  sql::Session session_;
  sql::SqlLogReader log_{session_};
  sql::SqlFollowerPositions positions_{session_};
  sql::SqlParkedKeys parked_{session_};
  sql::SqlLease lease_;
  std::optional<sync::Head> told_;
  std::string ailment_;  // of the store, as last told; empty while it is well
  std::atomic<bool> leads_ = false;
  mutable std::mutex mutex_;
  std::condition_variable stopping_;  // or somebody waits
  std::chrono::steady_clock::time_point hurry_until_{};
  bool told_of_followers_ = false;
  std::vector<Standing> standings_;  // changed by the watch alone, under the lock
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace app
