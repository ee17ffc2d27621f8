#pragma once

#include <map>
#include <string>
#include <vector>

#include <ports/sync/digest.hpp>

#include <tests/simulation/life.hpp>

namespace sim {

// What a log says when it is read from its beginning, with invariants 3 and 4 and the log's own
// sums checked on the way. The sums are computed here a second time, in another way than the
// product does.
struct LogStory {
  std::vector<sync::Event> events;                      // events[n] has offset n + 1
  std::map<sync::Offset, sync::Hash256> chains;         // at the end of each commit
  std::map<std::string, std::vector<const sync::Event*>> by_key;

  // The newest version of each key of that type (empty: of any) at that offset; 0 where it ended,
  // missing where it is unknown.
  std::map<std::string, std::int64_t> versions_at(sync::Offset offset,
                                                  const std::string& aggregate_type) const;
  bool holds(const sync::FollowerState& state) const;
};

// Verified: up to where the sums of a log have been looked at. A log whose chain is the same there
// is the same up to there.
struct Verified {
  sync::Offset offset = 0;
  sync::Hash256 chain;
};

LogStory read_story(const LogCopy& copy, const sync::Digest& digest, Verified& verified);

// The sum over these keys, as the roots of a log and of a follower must be.
sync::Hash128 root_of(const std::map<std::string, std::int64_t>& versions,
                      const std::string& aggregate_type, const sync::Digest& digest);

// The text of `after` and of `before` in a payload.
std::string after_text(const sync::Event& event);
std::string before_text(const sync::Event& event);

}  // namespace sim
