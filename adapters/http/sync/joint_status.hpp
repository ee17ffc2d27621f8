#pragma once

#include <vector>

#include <adapters/http/doors.hpp>
#include <adapters/http/fan_out.hpp>

namespace http {

// JointStatus: the logs and followers of several modules as one.
class JointStatus {
 public:
  // The handlers outlive it; each answers status_route for its module.
  explicit JointStatus(const std::vector<FanOut::Module>& modules);

  Door door() { return {{"/v1/sync"}, status_}; }

 private:
  FanOut status_;
};

}  // namespace http
