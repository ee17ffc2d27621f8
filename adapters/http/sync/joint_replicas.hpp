#pragma once

#include <vector>

#include <adapters/http/doors.hpp>
#include <adapters/http/fan_out.hpp>

namespace http {

// JointReplicas: the replicas of several modules under the paths of one: each is checked by its
// follower's module; and what a module is to say again is asked of that one.
class JointReplicas {
 public:
  // The handlers outlive it; each answers replica_routes for its module.
  explicit JointReplicas(const std::vector<FanOut::Module>& modules);

  std::vector<Door> doors();

 private:
  ByModule replica_;
  ByModule restate_;
};

}  // namespace http
