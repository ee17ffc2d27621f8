#include <tests/simulation/follower_check.hpp>

#include <algorithm>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

// The event that made this key what it is at that version; none where it is not there.
const sync::Event* version_of(const LogStory& story, const std::string& key,
                              std::int64_t version) {
  const auto found = story.by_key.find(key);
  if (found == story.by_key.end() || version == 0) return nullptr;
  const auto at = static_cast<std::size_t>(version) - 1;
  return at < found->second.size() ? found->second[at] : nullptr;
}

std::string offsets(const std::vector<sync::Event>& events) {
  std::string text;
  for (const auto& event : events) text += '[' + std::to_string(event.offset) + ']';
  return text;
}

std::string name(const sync::ParkedKey& parked) { return "parked key " + parked.key; }

// What waits for a key is all that the log says of it from the first event that failed, but for
// what was released since.
void check_queue(const sync::ParkedKey& parked, const std::vector<sync::Event>& queue,
                 const LogStory& story, sync::Offset position) {
  require(queue.size() == parked.events, 16,
          name(parked) + ": " + std::to_string(queue.size()) + " events wait, it says " +
              std::to_string(parked.events));
  if (parked.discarded) return;
  std::vector<sync::Event> due;
  if (const auto found = story.by_key.find(parked.key); found != story.by_key.end()) {
    for (const auto* event : found->second) {
      const bool waits = event->offset >= parked.first_offset && event->offset <= position &&
                         event->version > parked.applied_version;
      if (waits) due.push_back(*event);
    }
  }
  require(queue == due, 16,
          name(parked) + ": " + offsets(queue) + " wait, the log's tail of it is " + offsets(due));
}

}  // namespace

void check_parked(const FollowerCopy& copy, const LogStory& story) {
  const auto position = copy.state->offset;
  const auto versions = story.versions_at(position, "");
  for (std::size_t i = 0; i < copy.parked.size(); ++i) {
    const auto& parked = copy.parked[i];
    if (parked.events == 0 && !parked.discarded) continue;  // a try's note, not a parked key
    check_queue(parked, copy.queues[i], story, position);
    const auto at_source = versions.find(parked.key);
    require(parked.source_version == (at_source == versions.end() ? 0 : at_source->second), 16,
            name(parked) + ": it misjudges the source's version");
  }
}

void check_replica(const FollowerCopy& copy, const LogStory& story, const Held& held,
                   const sync::Digest& digest) {
  const auto position = copy.state->offset;
  auto versions = story.versions_at(position, held.aggregate_type);
  std::erase_if(versions, [](const auto& entry) { return entry.second == 0; });
  for (const auto& parked : copy.parked) {
    if (parked.aggregate_type != held.aggregate_type) continue;
    if (parked.events == 0 && !parked.discarded) continue;
    versions[parked.key] = parked.applied_version;
    if (parked.applied_version == 0) versions.erase(parked.key);
  }

  for (const auto& [key, version] : versions) {
    const auto row = held.rows.find(key);
    const auto* event = version_of(story, key, version);
    const auto at = key + " at position " + std::to_string(position);
    require(event != nullptr, 5, "a version that the source never said: " + at);
    require(row != held.rows.end(), 7, "missing in the replica: " + at);
    require(row->second.version == version, 7,
            "version " + std::to_string(row->second.version) + " instead of " +
                std::to_string(version) + " in the replica: " + at);
    require(row->second.content == held.content(*event), 5,
            "the replica says other than the source: " + at);
  }
  for (const auto& [key, row] : held.rows) {
    require(versions.contains(key), 5, "in the replica, but not so at the source: " + key);
  }
  const auto root = copy.state->roots.find(held.aggregate_type);
  require((root == copy.state->roots.end() ? sync::Hash128{} : root->second) ==
              root_of(versions, held.aggregate_type, digest),
          7, "the follower's root is not the sum over what it holds, at " +
                 std::to_string(position));
}

}  // namespace sim
