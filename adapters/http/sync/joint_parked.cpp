#include <adapters/http/sync/joint_parked.hpp>

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/serialize.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/sync/module_names.hpp>
#include <adapters/json/document.hpp>

namespace http {
namespace {

using Modules = std::vector<FanOut::Module>;

constexpr std::string_view parked_path = "/v1/sync/parked";

std::string follower_asked(const Request& request) {
  std::string_view path{request.path};
  path.remove_prefix(std::min(path.size(), parked_path.size() + 1));
  return module_of_follower(path.substr(0, path.find('/')));
}

// What waits at the followers of a module, each as JSON. Throws where it is said in another form.
std::vector<std::string> parked_of(const ModuleAnswer& asked) {
  const json::Document document{asked.response.body};
  std::vector<std::string> all;
  for (const auto& element : document.root().at("data").as_array()) {
    const auto& follower = element.at("follower").as_string();
    if (module_of_follower({follower.data(), follower.size()}) != asked.module) continue;
    all.push_back(boost::json::serialize(element));
  }
  return all;
}

FanOut::Joined join_parked(const Request& request, const std::vector<ModuleAnswer>& asked) {
  std::vector<std::string> all;
  std::vector<std::string> unread;
  bool has_more = false;
  for (const auto& one : asked) {
    try {
      std::ranges::move(parked_of(one), std::back_inserter(all));
      has_more = has_more || one.response.body.contains(R"("has_more":true)");
    } catch (const std::exception&) {
      unread.push_back(one.module);
    }
  }
  const auto page = page_of(request);
  const auto limit = page ? page->limit : Page{}.limit;
  has_more = has_more || all.size() > limit;
  all.resize(std::min(all.size(), limit));
  return {list_body(all, has_more), std::move(unread)};
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

JointParked::JointParked(const Modules& modules)
    : list_(modules, join_parked, share_of_parked(modules)), key_(modules, follower_asked) {}

std::vector<Door> JointParked::doors() {
  const auto list = std::string(parked_path);
  const auto key = list + "/{follower}/{aggregate_type}/{key}";
  return {{{list}, list_},
          {{list + "/{follower}", key, key + "/retry", key + "/discard"}, key_}};
}

}  // namespace http
