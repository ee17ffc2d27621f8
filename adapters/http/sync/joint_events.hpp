#pragma once

#include <vector>

#include <adapters/http/doors.hpp>
#include <adapters/http/fan_out.hpp>

namespace http {

// JointEvents: the logs of several processes under the path of one: each log's events from its own
// module.
class JointEvents {
 public:
  // The handlers outlive it; each answers for the log of its module.
  explicit JointEvents(const std::vector<FanOut::Module>& modules);

  Door door() { return {{"/v1/events", "/v1/events/history"}, events_}; }

 private:
  ByModule events_;
};

}  // namespace http
