#pragma once

#include <optional>
#include <string>
#include <vector>

#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>

#include <ports/shared/ids.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/event_bus.hpp>
#include <ports/sync/event_log.hpp>
#include <ports/sync/observer.hpp>
#include <ports/sync/outbox.hpp>
#include <ports/sync/store.hpp>

namespace sync {

// Cause: on whose account the next step speaks.
struct Cause {
  std::string correlation_id;
  std::string causation_id;
  int depth = 0;
  std::string traceparent;
  shared::Instant at;
};

// UnitOfWork: one transaction of one module: many small steps (commands, or another module's
// events), each of which is kept or dropped, then one flush, one commit of events, one durable end.
//   Errors  what ports/sync/store.hpp says; after any throw the caller rolls back
class UnitOfWork final : public Outbox {
 public:
  struct Parts {
    std::string log;  // "user/0"
    Store& store;
    EventLog& events;
    std::vector<WorkingTable*> tables;
    const Digest& digest;
    shared::Ids& ids;
    EventBus& bus;
    Observer& observer;
  };

  explicit UnitOfWork(Parts parts) : parts_(std::move(parts)) {}

  // Also tells the observer of a head that it was never told of: the reply to its commit was lost.
  void begin() {
    begin([] {});
  }
  // The same, together with a first load() of what `want` names.
  template <class Want>
  void begin(Want want) {
    open();
    load(want);
    find_head();
  }
  // Loads all rows that `want` names. It is asked again for as long as what was loaded lets it name
  // more (an invoice names its customer), at most rounds_max times.
  template <class Want>
  void load(Want want) {
    constexpr int rounds_max = 8;
    for (int round = 0; round < rounds_max; ++round) {
      want();
      if (!load_named()) return;
    }
  }
  // A step begins; what it says is said on account of this cause.
  void step(Cause cause);
  void append(Draft draft) override;
  // The step's changes and events stay; how many events it said. Refuses, and drops the step, where
  // an event is larger than payload_bytes_max (sync.event_too_large).
  shared::Result<std::size_t> keep();
  void drop();
  // Writes the kept changes into the transaction, events apart.
  void flush();
  // Flushes, appends the commit, makes it all durable, tells the observer and the bus. Only what
  // commit() threw as CommitUnknown is undecided.
  void commit();
  void rollback() noexcept;
  // Something a person should look at.
  void alarm(const std::string& what) { parts_.observer.alarm(parts_.log, what); }

  const std::string& log() const { return parts_.log; }
  // Where the log ends: with begin(), what is durable; with keep(), also what was kept.
  Position position() const { return {parts_.log, head_.epoch, next_offset_ - 1}; }
  const Head& head() const { return head_; }
  // What was kept, in order; after commit() the caller may take it.
  std::vector<Event>& events() { return commit_.events; }

 private:
  void open();
  void find_head();
  bool load_named();
  Event stamped(Draft draft, Offset offset);
  void tell();

  Parts parts_;
  Head head_;
  std::optional<Head> told_;  // to the observer
  Commit commit_;
  Cause cause_;
  std::size_t step_begin_ = 0;  // the first event of the current step
  Offset next_offset_ = 1;
  bool flushed_ = false;
};

}  // namespace sync
