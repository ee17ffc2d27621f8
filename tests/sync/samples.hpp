#pragma once

#include <map>
#include <string>
#include <vector>

#include <adapters/system/sodium_digest.hpp>
#include <ports/shared/clock.hpp>
#include <sync/application/chain.hpp>

// Histories to test with: small, whole and correct unless a test breaks them on purpose.
namespace samples {

inline const sync::Digest& digest() {
  static const os::SodiumDigest instance;
  return instance;
}

// StillClock: time stands until a test moves it.
class StillClock final : public shared::Clock {
 public:
  shared::Instant now() override { return shared::from_unix_ms(1'795'000'000'000) + passed_; }
  std::chrono::milliseconds monotonic() override { return passed_; }
  void pass(std::chrono::milliseconds time) { passed_ += time; }

 private:
  std::chrono::milliseconds passed_{1'000'000};
};

inline sync::Event event(const std::string& key, std::int64_t version, bool removes = false) {
  sync::Event event;
  event.aggregate_type = "thing";
  event.key = key;
  event.version = version;
  event.removes = removes;
  event.type = removes ? "thing.removed" : "thing.changed";
  event.occurred_at = shared::from_unix_ms(1'795'000'000'000);
  event.payload = R"({"after":{"version":)" + std::to_string(version) + "}}";
  event.correlation_id = "correlation";
  event.causation_id = "causation";
  event.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  return event;
}

// What the bus carries of a commit.
inline std::string frame(const std::string& log, const sync::Commit& commit) {
  return sync::encode_frame(log, commit, sync::encode(commit.events));
}

// Log: commits one after the other, with dense offsets and a true chain.
class Log {
 public:
  const sync::Commit& add(std::vector<sync::Event> events) {
    sync::Commit commit;
    commit.epoch = head_.epoch;
    for (auto& event : events) {
      event.offset = ++head_.offset;
      event.id.bytes[15] = static_cast<std::uint8_t>(event.offset);
      sync::count_event(head_.roots, digest(), event);
    }
    commit.events = std::move(events);
    commit.roots = head_.roots;
    commit.chain = sync::chain_after(digest(), head_.chain, commit);
    head_.chain = commit.chain;
    commits_.push_back(std::move(commit));
    return commits_.back();
  }

  const std::vector<sync::Commit>& commits() const { return commits_; }
  const sync::Head& head() const { return head_; }

 private:
  std::vector<sync::Commit> commits_;
  sync::Head head_;
};

}  // namespace samples
