#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <adapters/http/sync/replica_routes.hpp>
#include <app/metrics.hpp>
#include <app/process_driver.hpp>
#include <ports/shared/ids.hpp>
#include <sync/application/follower.hpp>
#include <sync/application/replica_check.hpp>

namespace app {

// ReplicaChecks: the checks of this process's replicas, one at a time on a thread of its own with
// sessions of its own, so that no lane and no reader waits for one. Of each follower the last one
// is remembered.
//   Bounds  one check of a follower at a time; 30 s of breakage end it; what is to be mended is
//           weighed again 100 times while its follower moves
//   Threads any, but for step()
class ReplicaChecks {
 public:
  // What a check reads, opened for it and closed behind it.
  struct Opened {
    std::unique_ptr<sync::ReplicaReader> replica;
    std::unique_ptr<sync::StateReader> source;
    std::vector<sync::Copied> copied;
  };
  struct Parts {
    shared::Clock& clock;
    shared::Ids& ids;
    const sync::Digest& digest;
    // Those that keep copies here.
    std::function<std::vector<std::string>()> followers;
    std::function<Opened(const std::string& follower)> open;
    // Has the follower put right what it noted its rows to weigh, in its lane; the refusal, if any.
    std::function<std::optional<shared::Error>(const std::string& follower, sync::Reweighed)>
        reweigh;
  };

  explicit ReplicaChecks(Parts parts);
  ~ReplicaChecks() { stop(); }

  // Errors: sync.keeps_no_copy, sync.check_running
  shared::Result<http::ReplicaCheckState> begin(const std::string& follower, bool deep,
                                                bool mend);
  // The last one, also while it runs.
  std::optional<http::ReplicaCheckState> find(const std::string& follower) const;
  // Up to where, and when, a check found nothing.
  std::optional<http::VerifiedThrough> verified(const std::string& follower) const;

  // The same for routes.
  http::ReplicaPorts ports();
  // How each follower that keeps copies here was verified, at each scrape.
  void watch(Metrics& metrics) const;

  // Ends the one that runs where it is. May be said twice.
  void stop();

 private:
  struct Current {
    Opened opened;
    sync::ReplicaCheck check;
  };

  std::chrono::milliseconds step();
  void take_next();
  void go_on();
  bool mended();
  void show(bool whole);
  void end(const std::string& failure);

  const Parts parts_;
  std::unique_ptr<Current> current_;
  std::string follower_;  // whose it is
  bool mend_ = false;
  int mends_ = 0;  // tried
  std::chrono::milliseconds wait_{0};
  std::chrono::milliseconds broken_since_{0};

  mutable std::mutex mutex_;
  std::map<std::string, http::ReplicaCheckState> last_;       // by follower
  std::map<std::string, http::VerifiedThrough> verified_;  // by follower
  bool started_ = false;
  bool stopped_ = false;
  ProcessDriver driver_{"verify"};
};

}  // namespace app
