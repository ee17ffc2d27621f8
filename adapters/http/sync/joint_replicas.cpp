#include <adapters/http/sync/joint_replicas.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#include <adapters/http/sync/module_names.hpp>

namespace http {
namespace {

constexpr std::string_view replicas_path = "/v1/sync/replicas";

std::string module_asked(const Request& request) {
  std::string_view path{request.path};
  path.remove_prefix(std::min(path.size(), replicas_path.size() + 1));
  return module_of_follower(path.substr(0, path.find('/')));
}

}  // namespace

JointReplicas::JointReplicas(const std::vector<FanOut::Module>& modules)
    : replica_(modules, module_asked) {}

// The longest path decides: the routes' own are as long.
Door JointReplicas::door() {
  const auto path = std::string(replicas_path);
  return {{path, path + "/{follower}/check"}, replica_};
}

}  // namespace http
