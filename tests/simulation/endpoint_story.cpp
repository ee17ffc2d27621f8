#include <tests/simulation/endpoint_story.hpp>

#include <algorithm>

#include <adapters/json/change.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

bool fits(const std::string& pattern, const std::string& type) {
  if (!pattern.ends_with("*")) return pattern == type;
  return !type.starts_with("api_key.") && type.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

EndpointStory::EndpointStory(const LogStory& log) {
  for (const auto& event : log.events) {
    const auto id = webhook::EndpointId::parse(event.key);
    auto state = json::read_after<EndpointState>(event.payload);
    require(id && state, 4, "an event that cannot be read at " + std::to_string(event.offset));
    turns_[*id].push_back({event.offset, std::move(*state)});
  }
}

bool EndpointStory::wants(const webhook::EndpointId& endpoint, const std::string& type,
                          sync::Offset at) const {
  const auto found = turns_.find(endpoint);
  if (found == turns_.end()) return false;
  const auto behind = std::ranges::upper_bound(found->second, at, {}, &Turn::offset);
  if (behind == found->second.begin()) return false;
  const auto& state = std::prev(behind)->state;
  return state && state->status == "enabled" &&
         std::ranges::any_of(state->event_types,
                             [&](const std::string& pattern) { return fits(pattern, type); });
}

bool EndpointStory::stopped_after(const webhook::EndpointId& endpoint, sync::Offset at) const {
  const auto found = turns_.find(endpoint);
  return found != turns_.end() && std::ranges::any_of(found->second, [&](const Turn& turn) {
           return turn.offset > at && (!turn.state || turn.state->status == "disabled");
         });
}

std::map<std::string, EndpointState> EndpointStory::now() const {
  std::map<std::string, EndpointState> all;
  for (const auto& [id, turns] : turns_) {
    if (const auto& last = turns.back().state) all.emplace(last->id, *last);
  }
  return all;
}

}  // namespace sim
