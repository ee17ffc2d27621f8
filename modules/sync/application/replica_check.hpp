#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <ports/shared/clock.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/replica_reader.hpp>
#include <ports/sync/state_reader.hpp>
#include <shared/domain/result.hpp>

namespace sync {

// Difference: a key whose row is not what its source says, although it had the time to be.
struct Difference {
  struct Field {
    std::string name;
    std::string source;
    std::string replica;
  };
  std::string aggregate_type;
  std::string key;
  std::int64_t source_version = 0;   // 0: the source has no such key
  std::int64_t replica_version = 0;  // 0: there is no row
  std::vector<Field> fields;         // that differ, where both are of one version
};

// ReplicaWeight: where a follower stood, with what the rows of its copies weighed at that moment.
struct ReplicaWeight {
  ReplicaStanding standing;
  Roots roots;  // of each type that it copies
};

// CheckReport: what a check has found; so far, where it is not over.
struct CheckReport {
  enum class Phase { weighing, comparing, looking_again, done };
  Phase phase = Phase::weighing;
  Epoch epoch = 1;
  Offset offset = 0;                // of the follower, where its rows were weighed
  std::uint64_t rows = 0;           // of all its copies, then
  std::uint64_t compared = 0;       // keys, by a deep check
  std::uint64_t parked = 0;         // keys that are left out: what waits, or was given up
  // Types whose rows weigh other than the follower says, and other than the source does.
  std::vector<std::string> weigh_unlike_follower;
  std::vector<std::string> weigh_unlike_source;
  bool source_known = false;        // how the source stood at that offset could be asked
  std::vector<Difference> differences;  // the first of them
  std::uint64_t difference_count = 0;
  std::uint64_t unsettled = 0;  // keys that never stood still, or whose events have not come
  std::string given_up;         // empty, or why a deep check ended early

  // Nothing was found; of a deep check, in no key either.
  bool equal() const {
    return weigh_unlike_follower.empty() && weigh_unlike_source.empty() && difference_count == 0 &&
           unsettled == 0 && given_up.empty();
  }
};

// ReplicaCheck: compares a follower's copies with their source, beside its lane and under whatever
// is written meanwhile. First the rows are weighed, in one snapshot with the follower's position:
// they must weigh what the follower says, and what the source says at that offset, but for what is
// parked. A deep check then walks both sides by key. What differs there may only be on its way, so
// it is looked at again: a row that stands as it stood, although its follower has passed since all
// that the source said before, and is not what the source says, differs.
//   Bounds  limits; each step reads one page of each side
//   Errors  what ports/sync/store_errors.hpp says; the next step goes on where this one failed
class ReplicaCheck {
 public:
  struct Limits {
    std::size_t page_rows = 2'000;
    std::size_t again_rows = 500;
    std::size_t suspects_max = 100'000;
    std::size_t differences_max = 10'000;  // remembered; all are counted
    int rounds_max = 10;
    std::chrono::milliseconds look_every{20};
    std::chrono::milliseconds behind_max{10'000};  // that the follower may need
  };
  struct Parts {
    ReplicaReader& replica;
    StateReader& source;
    std::vector<Copied> copied;
    const Digest& digest;
    shared::Clock& clock;
  };

  ReplicaCheck(Parts parts, bool deep) : ReplicaCheck(std::move(parts), deep, Limits{}) {}
  ReplicaCheck(Parts parts, bool deep, Limits limits)
      : parts_(std::move(parts)), deep_(deep), limits_(limits) {}

  // One bounded piece of work; how long to wait before the next.
  std::chrono::milliseconds step();
  // Weighs the rows once more, and keeps what a deep check found.
  void weigh_again();
  bool over() const { return report_.phase == CheckReport::Phase::done; }
  const CheckReport& report() const { return report_; }
  // What the rows weigh more than the follower says, by type, where they weighed.
  const ReplicaWeight& weight() const { return weight_; }
  // How the source stood there, where that is known.
  const std::optional<Head>& source_at() const { return source_at_; }

 private:
  using Key = std::pair<std::size_t, std::string>;  // which of what is copied, key
  struct Suspect {
    Key key;
    bool seen = false;  // in an earlier round, as:
    std::optional<ReplicaRow> row;
  };
  // What the source said of some suspects, until the follower has passed it.
  struct Asked {
    std::size_t copied = 0;
    std::vector<Suspect> suspects;
    StatePage said;
    std::chrono::milliseconds give_up_at{0};
  };

  void weigh();
  void compare_page();
  void compare(std::size_t copied, const StatePage& page, const std::vector<ReplicaRow>& rows);
  void ask_again();
  bool look_again();
  void judge(Suspect suspect, const AggregateState* state, std::optional<ReplicaRow> row);
  std::vector<Difference::Field> unlike(std::size_t copied, const AggregateState& state,
                                        const ReplicaRow& row) const;
  bool same(std::size_t copied, const AggregateState* state, const ReplicaRow* row) const;
  void note_parked(const ReplicaStanding& standing);
  bool is_parked(const Key& key) const;
  void suspect(Key key);
  void next_round();

  Parts parts_;
  bool deep_;  // and there are keys to be compared
  Limits limits_;
  CheckReport report_;
  ReplicaWeight weight_;
  std::optional<Head> source_at_;
  std::size_t at_ = 0;  // which of what is copied is walked
  std::string after_;   // the key that was walked last
  std::set<std::pair<std::string, std::string>> parked_;
  std::deque<Suspect> suspects_;
  std::deque<Suspect> next_;
  std::optional<Asked> asked_;
  int round_ = 0;
};

}  // namespace sync
