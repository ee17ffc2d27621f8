#include <adapters/http/sync/joint_replicas.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#include <adapters/http/sync/module_names.hpp>

namespace http {
namespace {

constexpr std::string_view replicas_path = "/v1/sync/replicas";
constexpr std::string_view restate_path = "/v1/sync/restate";

std::string_view behind(std::string_view path, std::string_view prefix) {
  path.remove_prefix(std::min(path.size(), prefix.size() + 1));
  return path.substr(0, path.find('/'));
}

std::string follower_asked(const Request& request) {
  return module_of_follower(behind(request.path, replicas_path));
}

std::string module_asked(const Request& request) {
  return std::string(behind(request.path, restate_path));
}

}  // namespace

JointReplicas::JointReplicas(const std::vector<FanOut::Module>& modules)
    : replica_(modules, follower_asked), restate_(modules, module_asked) {}

// The longest path decides: the routes' own are as long.
std::vector<Door> JointReplicas::doors() {
  const auto replicas = std::string(replicas_path);
  const auto restate = std::string(restate_path);
  return {{{replicas, replicas + "/{follower}/check"}, replica_},
          {{restate, restate + "/{module}"}, restate_}};
}

}  // namespace http
