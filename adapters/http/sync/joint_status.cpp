#include <adapters/http/sync/joint_status.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <adapters/http/sync/module_names.hpp>
#include <adapters/http/sync/sync_json.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

namespace http {
namespace {

// A process of several modules answers for all of them, each time that it is asked.
void take_what_is_of(const std::string& module, StatusJson status, StatusJson& all) {
  for (auto& log : status.logs) {
    if (module_of_log(log.log) == module) all.logs.push_back(std::move(log));
  }
  for (auto& follower : status.followers) {
    if (module_of_follower(follower.follower) == module) {
      all.followers.push_back(std::move(follower));
    }
  }
}

// A follower's own process may not have heard yet how far the log goes that it follows.
FanOut::Joined join_status(const Request&, const std::vector<ModuleAnswer>& asked) {
  StatusJson all;
  std::vector<std::string> unread;
  for (const auto& one : asked) {
    auto status = json::read<StatusJson>(one.response.body, json::UnknownMembers::ignored);
    if (status) {
      take_what_is_of(one.module, std::move(*status), all);
    } else {
      unread.push_back(one.module);
    }
  }
  for (auto& follower : all.followers) {
    const auto log = std::ranges::find(all.logs, follower.source, &LogJson::log);
    if (log == all.logs.end() || log->head <= follower.head) continue;
    follower.head = log->head;
    follower.lag_events = log->head - std::min(log->head, follower.offset);
  }
  return {json::written(all), std::move(unread)};
}

}  // namespace

JointStatus::JointStatus(const std::vector<FanOut::Module>& modules)
    : status_(modules, join_status) {}

}  // namespace http
