#include <tests/simulation/log_check.hpp>

#include <sync/application/chain.hpp>

#include <adapters/json/change.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

std::string at(const sync::Event& event) {
  return event.type + " of " + event.key + " at offset " + std::to_string(event.offset);
}

// Version by version, each beginning where the last one ended.
void check_key(const std::vector<const sync::Event*>& events) {
  std::int64_t version = 0;
  std::string state = "null";
  bool ended = false;
  for (const auto* event : events) {
    require(!ended, 4, "after its end: " + at(*event));
    require(event->version == version + 1, 4,
            "version " + std::to_string(event->version) + " after " + std::to_string(version) +
                ": " + at(*event));
    // Of a clock it also tells what time it was when it was advanced.
    const bool clock = event->aggregate_type == "billing_clock";
    require(clock || before_text(*event) == state, 4, "`before` is not what was: " + at(*event));
    version = event->version;
    state = after_text(*event);
    ended = event->removes;
    require(event->removes == (state == "null"), 4, "removes and says a state: " + at(*event));
  }
}

void check_roots(const sync::Commit& commit,
                 const std::map<std::string, std::map<std::string, std::int64_t>>& live,
                 const sync::Digest& digest) {
  for (const auto& [type, versions] : live) {
    const auto said = commit.roots.find(type);
    require(said != commit.roots.end() && said->second == root_of(versions, type, digest), 8,
            "the root of " + type + " at offset " + std::to_string(commit.last()) +
                " is not the sum over its keys");
  }
}

void check_epochs(const LogCopy& copy, const LogStory& story) {
  sync::Epoch last = 0;
  for (const auto& start : copy.epochs) {
    require(start.epoch > last, 9, "epoch " + std::to_string(start.epoch) + " after " +
                                       std::to_string(last));
    last = start.epoch;
    const auto before = story.chains.find(start.first_offset - 1);
    require(start.first_offset == 1 ||
                (before != story.chains.end() && before->second == start.chain_before),
            3, "epoch " + std::to_string(start.epoch) + " does not begin where a commit ends");
  }
}

}  // namespace

std::string after_text(const sync::Event& event) {
  return json::after_of(event.payload).value_or("?");
}

std::string before_text(const sync::Event& event) {
  const auto after = R"({"after":)" + after_text(event) + R"(,"before":)";
  if (!event.payload.starts_with(after)) return "?";
  const auto rest = event.payload.substr(after.size(), event.payload.size() - after.size() - 1);
  // Only a deactivation says more, and says it last.
  return rest.substr(0, rest.rfind(",\"reason\":"));
}

sync::Hash128 root_of(const std::map<std::string, std::int64_t>& versions,
                      const std::string& aggregate_type, const sync::Digest& digest) {
  sync::Hash128 sum;
  for (const auto& [key, version] : versions) {
    if (version == 0) continue;
    std::string bytes = aggregate_type + '\0' + key + '\0';
    for (unsigned i = 0; i < 8; ++i) {
      bytes += static_cast<char>(static_cast<std::uint64_t>(version) >> (8U * i));
    }
    sum = sum + digest.hash128(bytes);
  }
  return sum;
}

LogStory read_story(const LogCopy& copy, const sync::Digest& digest, Verified& verified) {
  LogStory story;
  std::size_t count = 0;
  sync::Offset known = 0;
  for (const auto& commit : copy.commits) {
    count += commit.events.size();
    if (commit.last() == verified.offset && commit.chain == verified.chain) known = commit.last();
  }
  story.events.reserve(count);  // by_key points into it

  std::map<std::string, std::map<std::string, std::int64_t>> live;
  sync::Hash256 chain;
  sync::Epoch epoch = 0;
  for (const auto& commit : copy.commits) {
    require(commit.epoch >= epoch, 9, "the epoch falls at " + std::to_string(commit.first()));
    epoch = commit.epoch;
    chain = sync::chain_after(digest, chain, commit);
    require(chain == commit.chain, 3, "the chain breaks at " + std::to_string(commit.last()));
    for (const auto& event : commit.events) {
      require(event.offset == story.events.size() + 1, 3,
              "offset " + std::to_string(event.offset) + " where " +
                  std::to_string(story.events.size() + 1) + " is due");
      story.events.push_back(event);
      story.by_key[event.key].push_back(&story.events.back());
      live[event.aggregate_type][event.key] = event.removes ? 0 : event.version;
    }
    story.chains.emplace(commit.last(), commit.chain);
    if (commit.last() > known) check_roots(commit, live, digest);
  }
  require(copy.head.offset == story.events.size() && copy.head.chain == chain, 3,
          "the head is not where the log ends");
  for (const auto& [key, events] : story.by_key) check_key(events);
  check_epochs(copy, story);
  verified = {copy.head.offset, chain};
  return story;
}

std::map<std::string, std::int64_t> LogStory::versions_at(
    sync::Offset offset, const std::string& aggregate_type) const {
  std::map<std::string, std::int64_t> versions;
  for (const auto& event : events) {
    if (event.offset > offset) break;
    if (!aggregate_type.empty() && event.aggregate_type != aggregate_type) continue;
    versions[event.key] = event.removes ? 0 : event.version;
  }
  return versions;
}

bool LogStory::holds(const sync::FollowerState& state) const {
  if (state.offset == 0) return true;
  const auto found = chains.find(state.offset);
  return found != chains.end() && found->second == state.chain;
}

}  // namespace sim
