#include <adapters/http/sync/joint_sync.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/serialize.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/sync/sync_json.hpp>
#include <adapters/json/document.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>
#include <sync/domain/position.hpp>

namespace http {
namespace {

using Modules = std::vector<FanOut::Module>;

constexpr std::string_view parked_path = "/v1/sync/parked";

std::string module_of_log(std::string_view log) {
  return std::string(log.substr(0, log.find('/')));
}

// As sync_routes reads it: `log`, or the position in `after`, or user's.
std::string log_asked(const Request& request) {
  if (const auto log = request.parameter("log")) return module_of_log(*log);
  const auto position = sync::parse_position(request.parameter("after").value_or(""));
  return position ? module_of_log(position->log) : "user";
}

// "billing-follows-user" is billing's.
std::string module_of_follower(std::string_view follower) {
  const auto at = follower.find("-follows-");
  return at == std::string_view::npos ? "" : std::string(follower.substr(0, at));
}

std::string follower_asked(const Request& request) {
  std::string_view path{request.path};
  path.remove_prefix(std::min(path.size(), parked_path.size() + 1));
  return module_of_follower(path.substr(0, path.find('/')));
}

// What waits at the followers of each module, each as JSON.
std::vector<std::string> parked_of_each(const std::vector<ModuleAnswer>& asked) {
  std::vector<std::string> all;
  for (const auto& one : asked) {
    const json::Document document{one.response.body};
    if (document.refusal()) continue;
    for (const auto& element : document.root().at("data").as_array()) {
      const auto& follower = element.at("follower").as_string();
      if (module_of_follower({follower.data(), follower.size()}) != one.module) continue;
      all.push_back(boost::json::serialize(element));
    }
  }
  return all;
}

// A follower's own process may not have heard yet how far the log goes that it follows.
std::string join_status(const Request&, const std::vector<ModuleAnswer>& asked) {
  StatusJson all;
  for (const auto& one : asked) {
    auto status = json::read<StatusJson>(one.response.body, json::UnknownMembers::ignored);
    if (!status) continue;
    // A process of several modules answers for all of them, each time that it is asked.
    for (auto& log : status->logs) {
      if (module_of_log(log.log) == one.module) all.logs.push_back(std::move(log));
    }
    for (auto& follower : status->followers) {
      const bool its = module_of_follower(follower.follower) == one.module;
      if (its) all.followers.push_back(std::move(follower));
    }
  }
  for (auto& follower : all.followers) {
    const auto log = std::ranges::find(all.logs, follower.source, &LogJson::log);
    if (log == all.logs.end() || log->head <= follower.head) continue;
    follower.head = log->head;
    follower.lag_events = log->head - std::min(log->head, follower.offset);
  }
  return json::written(all);
}

std::string join_parked(const Request& request, const std::vector<ModuleAnswer>& asked) {
  auto all = parked_of_each(asked);
  const auto page = page_of(request);
  const auto limit = page ? page->limit : Page{}.limit;
  bool has_more = all.size() > limit;
  for (const auto& one : asked) {
    has_more = has_more || one.response.body.contains(R"("has_more":true)");
  }
  all.resize(std::min(all.size(), limit));
  return list_body(all, has_more);
}

// Whom a page of parked keys is asked of: the follower's module; of all, those from the one on
// where the page begins.
FanOut::Share share_of_parked(const Modules& modules) {
  std::vector<std::string> names;
  for (const auto& module : modules) names.push_back(module.name);
  return [names](const std::string& module, Request& request) {
    if (const auto follower = request.parameter("follower")) {
      const auto of = module_of_follower(*follower);
      const bool known = std::ranges::find(names, of) != names.end();
      return module == (known ? of : names.front());
    }
    const auto after = request.parameter("starting_after");
    if (!after) return true;
    const auto first = std::ranges::find(names, module_of_follower(*after));
    const auto here = std::ranges::find(names, module);
    if (first == names.end() || here == first) return true;
    std::erase_if(request.query, [](const auto& one) { return one.first == "starting_after"; });
    return here > first;
  };
}

}  // namespace

JointSync::JointSync(const Modules& modules)
    : events_(modules, log_asked),
      status_(modules, join_status),
      parked_(modules, join_parked, share_of_parked(modules)),
      parked_key_(modules, follower_asked) {}

std::vector<Door> JointSync::doors() {
  return {{{"/v1/events"}, events_},
          {{"/v1/sync"}, status_},
          {{std::string(parked_path)}, parked_},
          {{std::string(parked_path) + "/{follower}"}, parked_key_}};
}

}  // namespace http
