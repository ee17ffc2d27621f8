#pragma once

#include <memory>
#include <vector>

#include <adapters/http/doors.hpp>
#include <adapters/http/fan_out.hpp>

namespace http {

// JointSync: the logs and followers of several processes under the paths of one: each log's events
// and each follower's parked keys from their own module, the status of all as one.
class JointSync {
 public:
  // The handlers outlive it; each answers sync_routes for its module.
  explicit JointSync(const std::vector<FanOut::Module>& modules);

  std::vector<Door> doors();

 private:
  ByModule events_;
  FanOut status_;
  FanOut parked_;
  ByModule parked_key_;
};

}  // namespace http
