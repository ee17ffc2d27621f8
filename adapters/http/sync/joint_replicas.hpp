#pragma once

#include <vector>

#include <adapters/http/doors.hpp>
#include <adapters/http/fan_out.hpp>

namespace http {

// JointReplicas: the replicas of several modules under the paths of one: each is checked by its
// follower's module.
class JointReplicas {
 public:
  // The handlers outlive it; each answers replica_routes for its module.
  explicit JointReplicas(const std::vector<FanOut::Module>& modules);

  Door door();

 private:
  ByModule replica_;
};

}  // namespace http
