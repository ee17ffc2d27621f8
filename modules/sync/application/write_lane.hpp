#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <ports/shared/clock.hpp>
#include <ports/sync/command.hpp>
#include <ports/sync/idempotency.hpp>

#include <sync/application/unit_of_work.hpp>

namespace sync {

// WriteLane: the only writer of a module's store. It runs a batch of commands in one transaction
// and answers each exactly once, after the batch is durable.
//   A refused command leaves nothing behind: its buffered changes are dropped, nothing is rolled
//   back. Only where the flush fails does each command get a transaction of its own.
//   Errors  StoreBroken, and what is no store's failure, passes through (all commands of the batch
//           answered sync.outcome_unknown): the process must end
class WriteLane {
 public:
  struct Limits {
    std::chrono::milliseconds keep_idempotency{std::chrono::hours{48}};
    std::size_t forgotten_per_batch_max = 500;
    // Where others were in the way (StoreBusy), the whole batch is run again on fresh rows.
    int attempts_max = 3;
    // How long a batch whose commit got no reply may wait for its verdict.
    std::chrono::milliseconds verdict_wait_max{std::chrono::seconds{10}};
  };

  WriteLane(UnitOfWork& unit, EventLog& log, Store& store, IdempotencyRecords& idempotency,
            shared::Clock& clock, Limits limits)
      : unit_(unit),
        log_(log),
        store_(store),
        idempotency_(idempotency),
        clock_(clock),
        limits_(limits) {}

  // Runs what is given as one batch.
  void run(std::vector<Command> commands);

  // Nothing is asked any more: a batch without a verdict is answered sync.outcome_unknown.
  void close();

  // Asks again for the verdict of a batch whose commit got no reply. True: none is open any more.
  bool settle();

 private:
  struct Decided {
    Outcome outcome;
    std::size_t events = 0;  // said, the last of them is the outcome's
  };
  // A batch that was sent to be committed and got no reply.
  struct Open {
    std::vector<Command> commands;
    std::vector<Decided> decided;
    std::vector<Event> events;
    std::chrono::milliseconds give_up_at;
  };

  bool attempt(std::vector<Command>& commands);
  bool attempt_once(std::vector<Command>& commands);
  void run_each(std::vector<Command>& commands);
  template <class Work>
  void guarded(std::vector<Command>& commands, Work work);
  void tell_ailment(const std::string& what);
  Decided decide(Command& command);
  std::optional<Decided> repeat_of(const Command& command);
  void record(const Command& command, const Decided& decided, const std::string& reply);
  void forget_old();
  void answer(std::vector<Command>& commands, std::vector<Decided>& decided,
              std::vector<Event>& events);
  static void answer_all(std::vector<Command>& commands, const shared::Error& error);
  void hold(std::vector<Command>& commands, std::vector<Decided> decided);
  std::string_view interned(std::string_view code) { return *codes_.emplace(code).first; }

  UnitOfWork& unit_;
  EventLog& log_;
  Store& store_;
  IdempotencyRecords& idempotency_;
  shared::Clock& clock_;
  Limits limits_;
  std::optional<Open> open_;
  std::string ailment_;  // of the store, as last told; empty while it is well
  std::chrono::milliseconds forget_at_{0};
  std::set<std::string, std::less<>> codes_;  // of refusals read back; as many as this binary has
};

}  // namespace sync
