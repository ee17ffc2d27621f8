#include <adapters/http/sync/joint_events.hpp>

#include <string>

#include <adapters/http/sync/module_names.hpp>
#include <sync/domain/position.hpp>

namespace http {
namespace {

// As the routes read it: `log`, or the position in `after`, or user's.
std::string log_asked(const Request& request) {
  if (const auto log = request.parameter("log")) return module_of_log(*log);
  const auto position = sync::parse_position(request.parameter("after").value_or(""));
  return position ? module_of_log(position->log) : "user";
}

}  // namespace

JointEvents::JointEvents(const std::vector<FanOut::Module>& modules)
    : events_(modules, log_asked) {}

}  // namespace http
