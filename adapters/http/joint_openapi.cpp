#include <adapters/http/joint_openapi.hpp>

#include <algorithm>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace http {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// What `into` lacks, some levels of objects deep.
void add(object& into, const object& from, int levels) {
  for (const auto& [name, member] : from) {
    auto* const there = into.if_contains(name);
    if (there == nullptr) {
      into.emplace(name, member);
    } else if (levels > 0 && there->is_object() && member.is_object()) {
      add(there->as_object(), member.as_object(), levels - 1);
    }
  }
}

void add_tags(array& into, const array& from) {
  for (const auto& tag : from) {
    if (std::ranges::find(into, tag) == into.end()) into.push_back(tag);
  }
}

}  // namespace

std::string joint_openapi(const std::vector<std::string>& documents) {
  object all = boost::json::parse(documents.front()).as_object();
  for (const auto& text : documents) {
    const auto document = boost::json::parse(text);
    add_tags(all.at("tags").as_array(), document.at("tags").as_array());
    add(all, document.as_object(), 2);  // paths and their methods; components and their kinds
  }
  return boost::json::serialize(all);
}

}  // namespace http
