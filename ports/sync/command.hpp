#pragma once

#include <functional>
#include <optional>
#include <string>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <shared/domain/uuid.hpp>
#include <sync/domain/event.hpp>
#include <sync/domain/hash.hpp>

namespace sync {

// Idempotency: under which key a command is to take effect at most once.
struct Idempotency {
  Hash256 key;
  Hash128 fingerprint;
};

// Origin: where a command comes from. Drawn when it enters, so that a repeat decides the same.
struct Origin {
  shared::Uuid command_id;
  shared::Instant at;
  std::string correlation_id;
  std::string traceparent;
};

// Outcome: how a command ended, after its batch is durable.
struct Outcome {
  // Also breakage: kind unavailable or internal, and nothing took effect, unless the code is
  // sync.outcome_unknown: then a repeat under the same idempotency key tells.
  std::optional<shared::Error> refusal;
  Position position;           // of its last event; of the head where it said none
  std::optional<Event> event;  // the last one it said; from the log, where the command is a repeat
  std::string reply;           // JSON of the state, where the command found nothing to change
  bool repeated = false;
};

// Command: one use case with its input, ready to run inside a module's write lane.
//   want    names the rows it needs; called before decide, and again while what was read leads to
//           more
//   decide  runs the use case against the loaded rows: "" where an event says the new state, else
//           the unchanged state as JSON; both run again, on fresh rows, where the store refused
//           what one command of the batch asks
//   answer  is called exactly once, on the lane's thread, after the outcome is durable
struct Command {
  Origin origin;
  std::optional<Idempotency> idempotency;
  std::size_t bytes = 0;  // of input, for the lane's bound
  std::move_only_function<void()> want;
  std::move_only_function<shared::Result<std::string>()> decide;
  std::move_only_function<void(Outcome)> answer;
};

// CommandQueue: the door of a module's write lane; any thread may use it. Bounded.
class CommandQueue {
 public:
  virtual ~CommandQueue() = default;
  // Takes the command, or, where the queue is full or closing, answers it at once with kind
  // unavailable (sync.overloaded, sync.draining).
  virtual void submit(Command command) = 0;
};

}  // namespace sync
