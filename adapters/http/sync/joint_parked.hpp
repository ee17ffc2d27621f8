#pragma once

#include <vector>

#include <adapters/http/doors.hpp>
#include <adapters/http/fan_out.hpp>

namespace http {

// JointParked: the parked keys of several modules under the paths of one: each key is shown,
// retried and discarded by its follower's module, and the list is of all.
class JointParked {
 public:
  // The handlers outlive it; each answers parked_routes for its module.
  explicit JointParked(const std::vector<FanOut::Module>& modules);

  std::vector<Door> doors();

 private:
  FanOut list_;
  ByModule key_;
};

}  // namespace http
