#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ports/shared/clock.hpp>
#include <ports/sync/event_handler.hpp>
#include <ports/sync/follower_store.hpp>

#include <sync/application/commit_feed.hpp>
#include <sync/application/unit_of_work.hpp>

namespace sync {

// Followed: what a follower does with the aggregates of one type. Only a replica is compared with
// its source.
struct Followed {
  Followed(ReplicaHandler& copy, Reaction* on_account_of_it = nullptr)
      : projection(copy), replica(&copy), reaction(on_account_of_it) {}
  Followed(Projection& fold) : projection(fold) {}

  Projection& projection;
  ReplicaHandler* replica = nullptr;
  Reaction* reaction = nullptr;
};

// Reweighed: what a follower's rows were found to weigh, beside its lane, at one of its positions.
struct Reweighed {
  Offset offset = 0;
  Roots due;   // what the source said there
  Roots more;  // by how much the rows weighed more than the follower had noted, by type
};

// Follower: an idempotent consumer. It applies another module's log, in order, and its position,
// chain and roots commit with what they led to. A key that cannot be applied waits alone (it is
// parked); breakage never parks: the follower waits. It stops, with a report, only where the source
// went back or too much is parked.
//   All calls are made on its module's lane thread.
class Follower {
 public:
  struct Limits {
    std::size_t parked_keys_max = 1000;
    std::size_t parked_events_max = 100'000;
    int attempts_max = 12;       // of a parked key on its own; then it waits for a person
    int crash_attempts_max = 3;  // tries of an event during which the process may end
    std::chrono::milliseconds retry_first{1'000};  // doubled with each attempt
    std::chrono::milliseconds retry_longest{600'000};
    std::chrono::milliseconds wait_first{20};  // after breakage; doubled while it lasts
    std::chrono::milliseconds wait_longest{2'000};
    std::size_t released_per_step_max = 500;  // events of one parked key
  };
  struct Parts {
    std::string name;    // "billing-follows-user"
    std::string source;  // "user/0"
    UnitOfWork& unit;
    FollowerPositions& positions;
    ParkedKeys& parked;
    std::vector<Followed> followed;
    shared::Clock& clock;
    const Digest& digest;
    Observer& observer;
  };

  Follower(Parts parts, CommitFeed feed, Limits limits)
      : parts_(std::move(parts)), feed_(std::move(feed)), limits_(limits) {}

  // Does at most one bounded piece of work; how long nothing needs doing afterwards unless somebody
  // wakes this module. Throws StoreBroken alone.
  std::chrono::milliseconds step();

  // For a command of the lane, inside its transaction: a parked key is tried again now, whatever
  // its attempts; or its waiting events are dropped, and the difference is accepted until a later
  // event heals it. Refuses what is not parked.
  shared::Done retry(const std::string& aggregate_type, const std::string& key);
  shared::Done discard(const std::string& aggregate_type, const std::string& key,
                       const std::string& reason);
  // The same: what it noted its rows to weigh was wrong by so much, since somebody changed rows, or
  // the note, by hand; what it applied since changed both alike. Refuses unless the copies are then
  // what the source says; so saying it twice does no harm.
  shared::Done reweigh(const Reweighed& weighed);

  // The process ends in order: the next start need not suspect anything.
  void close();

  // Another instance follows from now on. Where this one follows again, it begins as at a start.
  void resign();
  // Another instance changed what this follower stands on (a retry, a discard): it is read again.
  void look_again() { stale_ = true; }
  // Of what this follower knows.
  std::uint64_t revision() const { return durable_.state.revision; }

  const std::string& name() const { return parts_.name; }

 private:
  using Key = std::pair<std::string, std::string>;  // aggregate type, key
  // What commits together with the replica.
  struct Standing {
    FollowerState state;
    std::map<Key, ParkedKey> parked;  // waiting and discarded
  };

  // What the source's roots are at an offset.
  struct Due {
    Offset offset = 0;
    Roots roots;
  };

  // follower.cpp: the order of things
  void open();
  bool work();
  void apply(const std::vector<Commit>& commits);
  bool apply_once(const std::vector<Commit>& commits);
  bool cautious() const { return durable_.state.offset < cautious_until_; }
  void refuse_too_much_parked() const;
  void fence();
  void begin_batch();
  void end_batch(std::optional<Offset> expected);
  void stop(const std::string& report);
  void judge(bool aloud);
  void publish();
  std::chrono::milliseconds wait_after(const std::exception& breakage);

  // follower_events.cpp: one event
  const Followed* followed(const std::string& aggregate_type) const;
  const Followed* concerned(const Event& event) const;
  static bool overtakes(const Followed& followed, const Event& event);
  bool waits(const Followed& followed, const Event& event) const;
  void want(const Event& event);
  static void want(const Followed& followed, const Event& event);
  static std::int64_t version_before(const Followed& followed, const Event& event);
  void move_root(const Followed& followed, const Event& event, std::int64_t before);
  void take(const Event& event);
  std::string try_apply(const Followed& followed, const Event& event);
  void park(const Event& event, std::string reason, std::int64_t applied_version);
  void queue(ParkedKey& parked, const Event& event);
  std::string difference(const Standing& standing, const Due& due) const;
  void rehearse(const std::vector<Commit>& commits, bool marked);
  void rehearse(const Followed& followed, const Event& event);
  bool mark(const Event& event);
  void forget_suspects(Offset through);
  ParkedKey note_of(const Event& event) const;
  // Under which name tries are noted.
  std::string tries() const { return parts_.name + "/trying"; }

  // follower_parking.cpp: a parked key's life
  const ParkedKey* due() const;
  std::chrono::milliseconds until_retry() const;
  void retry_now(ParkedKey parked);
  void note(const ParkedKey& parked);
  void raise_revision(FollowerState state);
  std::vector<Event> release(ParkedKey& parked);
  std::optional<ParkedKey> find_parked(const std::string& aggregate_type, const std::string& key);
  shared::Instant retry_time(int attempts) const;

  Parts parts_;
  CommitFeed feed_;
  Limits limits_;
  Standing durable_;
  Standing next_;                      // of the open batch
  std::optional<Due> due_;             // as last heard of
  std::map<Offset, ParkedKey> suspects_;  // tries that may have ended the process; not parked
  std::optional<Offset> trying_;          // the one marked last: it is being tried, or has passed
  std::optional<ParkedKey> noted_;     // the last note of a try that this process made
  std::map<Offset, std::string> bad_;  // events found, by rehearsal, to be refused by the store
  std::vector<const Event*> applied_;  // in the open batch
  std::vector<Key> parked_now_;        // in the open batch
  bool retries_next_ = true;           // retries and new events take turns
  bool opened_ = false;
  bool stale_ = true;          // the durable standing must be read again
  Offset cautious_until_ = 0;  // up to here each event is rehearsed: the last run ended badly
  std::chrono::milliseconds not_before_{0};
  std::chrono::milliseconds waited_{0};
  FollowerStatus status_;
};

}  // namespace sync
