#include <adapters/http/path_table.hpp>

#include <algorithm>
#include <utility>

namespace http {
namespace {

// Takes the first segment off; "/a/b" has two, "/a/" has two of which one is empty.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const auto segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool leads(const std::vector<std::string>& pattern, std::string_view path) {
  for (const std::string& wanted : pattern) {
    if (!path.starts_with('/')) return false;
    const auto segment = take_segment(path);
    const bool fits = wanted.starts_with('{') ? !segment.empty() : segment == wanted;
    if (!fits) return false;
  }
  return true;
}

}  // namespace

void PathTable::add(std::string_view pattern, Handler& handler) {
  Entry entry{{}, &handler};
  while (pattern.starts_with('/')) entry.segments.emplace_back(take_segment(pattern));
  const auto shorter = [size = entry.segments.size()](const Entry& other) {
    return other.segments.size() < size;
  };
  entries_.insert(std::ranges::find_if(entries_, shorter), std::move(entry));
}

Handler* PathTable::find(std::string_view path) const {
  const auto found = std::ranges::find_if(
      entries_, [path](const Entry& entry) { return leads(entry.segments, path); });
  return found == entries_.end() ? nullptr : found->handler;
}

}  // namespace http
