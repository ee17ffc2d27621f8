#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <shared/domain/instant.hpp>
#include <sync/domain/event.hpp>

#include <ports/sync/follower_store.hpp>

namespace sync {

// FollowerStatus: what there is to know of a follower from outside, as of its last step.
struct FollowerStatus {
  std::string follower;  // "billing-follows-user"
  std::string source;    // "user/0"
  Epoch epoch = 1;
  Offset offset = 0;                                     // durable, with all that it led to
  Offset source_offset = 0;                              // the source's head, as last heard of
  std::size_t parked_keys = 0;                           // that wait
  std::size_t discarded_keys = 0;                        // accepted differences
  std::shared_ptr<const std::vector<ParkedKey>> parked;  // both, ordered by key; null: none
  std::string stopped;    // empty, or why it stopped for good: a report for a person
  std::string waiting;    // empty, or what it waits for (store, source)
  Offset differs_at = 0;  // 0, or the offset where its roots were first seen to differ
};

// Observer: is told what the core does, for logs, metrics and waiting reads. It must not block, and
// nothing it does changes what the core does.
class Observer {
 public:
  virtual ~Observer() = default;
  // The log ends here now; called after the commit is durable and before anybody is answered.
  virtual void log_moved(const std::string& log, const Head& head) = 0;
  virtual void follower_moved(const FollowerStatus& status) = 0;
  // Called after the batch is durable, once for each event applied.
  virtual void applied(const std::string& follower, const Event& event) = 0;
  // Called after it is durable.
  virtual void parked(const ParkedKey& parked) = 0;
  // Something a person should look at, in words.
  virtual void alarm(const std::string& who, const std::string& what) = 0;
};

}  // namespace sync
