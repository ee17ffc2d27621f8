#include <sync/application/write_lane.hpp>

#include <cassert>
#include <charconv>

#include <shared/domain/planted_bug.hpp>

#include <sync/application/sync_errors.hpp>

namespace sync {
namespace {

// A refusal is remembered as its kind and code, and its field and detail.
std::string outcome_text(const shared::Error& error) {
  return std::to_string(static_cast<int>(error.kind)) + ' ' + std::string{error.code};
}

// What may be said again: not breakage, and nothing about who asked or how.
bool is_recorded(const shared::Error& error) {
  using enum shared::ErrorKind;
  return error.kind == invalid || error.kind == not_found || error.kind == conflict ||
         error.kind == precondition || error.kind == gone;
}

constexpr std::chrono::milliseconds forget_every{std::chrono::minutes{1}};

}  // namespace

void WriteLane::run(std::vector<Command> commands) {
  if (commands.empty()) return;
  if (!settle()) return answer_all(commands, errors::store_unavailable());
  guarded(commands, [&] {
    if (!attempt(commands)) run_each(commands);
  });
}

// Whatever breaks, each command that is still here gets its answer.
template <class Work>
void WriteLane::guarded(std::vector<Command>& commands, Work work) {
  try {
    work();
    ailment_.clear();
  } catch (const StoreFull& failure) {
    unit_.rollback();
    tell_ailment(failure.what());
    answer_all(commands, errors::store_full());
  } catch (const StoreBroken&) {
    answer_all(commands, errors::outcome_unknown());
    throw;
  } catch (const StoreFailure& failure) {
    unit_.rollback();
    tell_ailment(failure.what());
    answer_all(commands, errors::store_unavailable());
  } catch (...) {
    unit_.rollback();
    answer_all(commands, errors::outcome_unknown());
    throw;
  }
}

// Once for each, not once for each batch that meets it.
void WriteLane::tell_ailment(const std::string& what) {
  if (what == ailment_) return;
  ailment_ = what;
  unit_.alarm("writes are refused: " + what);
}

// False: the store refused what one of them asks, and nothing happened.
bool WriteLane::attempt(std::vector<Command>& commands) {
  for (int left = limits_.attempts_max - 1; left > 0; --left) {
    try {
      return attempt_once(commands);
    } catch (const StoreBusy&) {
      unit_.rollback();
    }
  }
  return attempt_once(commands);
}

// One transaction for all of them.
bool WriteLane::attempt_once(std::vector<Command>& commands) {
  std::vector<Decided> decided;
  decided.reserve(commands.size());
  try {
    unit_.begin([&] {
      for (auto& command : commands) {
        if (command.idempotency) idempotency_.want(command.idempotency->key);
        command.want();
      }
    });
    for (auto& command : commands) decided.push_back(decide(command));
    unit_.flush();
    forget_old();
    if (SIM_BUG("answered_before_commit")) {
      auto events = unit_.events();
      answer(commands, decided, events);
      commands.clear();
    }
    unit_.commit();
  } catch (const StoreRejected&) {
    unit_.rollback();
    return false;
  } catch (const CommitUnknown&) {
    hold(commands, std::move(decided));
    return true;
  }
  answer(commands, decided, unit_.events());
  return true;
}

void WriteLane::run_each(std::vector<Command>& commands) {
  for (auto& command : commands) {
    std::vector<Command> alone;
    alone.push_back(std::move(command));
    command.answer = nullptr;
    guarded(alone, [&] {
      if (!settle()) throw StoreUnavailable("an earlier commit has no verdict yet");
      if (!attempt(alone)) answer_all(alone, errors::store_rejected());
    });
  }
  commands.clear();
}

WriteLane::Decided WriteLane::decide(Command& command) {
  if (command.idempotency) {
    if (auto repeat = repeat_of(command)) return std::move(*repeat);
  }
  const auto& origin = command.origin;
  unit_.step({origin.correlation_id, shared::to_text(origin.command_id), 0, origin.traceparent,
              origin.at});
  Decided decided;
  shared::Result<std::string> state;
  try {
    state = command.decide();
  } catch (const StoreFailure&) {
    throw;
  } catch (const std::exception&) {
    state = shared::refuse(errors::command_failed());
  }
  if (state) {
    if (const auto kept = unit_.keep()) {
      decided.events = *kept;
    } else {
      state = shared::refuse(kept.error());
    }
  } else {
    unit_.drop();
  }
  decided.outcome.position = unit_.position();
  if (!state) {
    decided.outcome.refusal = state.error();
  } else if (decided.events == 0) {
    assert(!state->empty() && "a use case that says no event answers with the unchanged state");
    decided.outcome.reply = std::move(*state);
  }
  if (command.idempotency) record(command, decided, decided.outcome.reply);
  return decided;
}

std::optional<WriteLane::Decided> WriteLane::repeat_of(const Command& command) {
  const auto found = idempotency_.find(command.idempotency->key);
  if (!found) return std::nullopt;
  Decided repeat;
  repeat.outcome.repeated = true;
  repeat.outcome.position = found->position;
  if (found->fingerprint != command.idempotency->fingerprint) {
    repeat.outcome.repeated = false;
    repeat.outcome.refusal = errors::key_reused();
  } else if (!found->outcome.empty()) {
    const std::string_view text = found->outcome;
    const auto space = text.find(' ');
    if (space == std::string_view::npos) throw StoreBroken("an idempotency record is damaged");
    int kind = 0;
    std::from_chars(text.data(), text.data() + space, kind);
    const auto line = found->reply.find('\n');
    repeat.outcome.refusal =
        shared::Error{static_cast<shared::ErrorKind>(kind), interned(text.substr(space + 1)),
                      found->reply.substr(line + 1), found->reply.substr(0, line)};
  } else if (!found->reply.empty()) {
    repeat.outcome.reply = found->reply;
  } else {
    const auto first_kept = unit_.head().offset + 1;
    const auto offset = found->position.offset;
    if (offset >= first_kept) {  // the twin ran earlier in this very batch
      repeat.outcome.event = unit_.events().at(offset - first_kept);
    } else {
      repeat.outcome.event = log_.at(offset);
    }
    if (!repeat.outcome.event) repeat.outcome.refusal = errors::reply_cut();
  }
  return repeat;
}

void WriteLane::record(const Command& command, const Decided& decided, const std::string& reply) {
  IdempotencyRecord record{command.idempotency->key,
                           command.idempotency->fingerprint,
                           "",
                           reply,
                           decided.outcome.position,
                           command.origin.at};
  if (const auto& refusal = decided.outcome.refusal) {
    if (!is_recorded(*refusal)) return;
    record.outcome = outcome_text(*refusal);
    record.reply = refusal->field + '\n' + refusal->detail;
  }
  if (SIM_BUG("idempotency_forgotten")) return;
  idempotency_.add(std::move(record));
  // The step is over: keep the record also where the step's own changes were dropped.
  unit_.step({});
  static_cast<void>(unit_.keep());
}

void WriteLane::forget_old() {
  const auto now = clock_.monotonic();
  if (now < forget_at_) return;
  const auto forgotten =
      idempotency_.forget(clock_.now() - limits_.keep_idempotency, limits_.forgotten_per_batch_max);
  if (forgotten < limits_.forgotten_per_batch_max) forget_at_ = now + forget_every;
}

void WriteLane::hold(std::vector<Command>& commands, std::vector<Decided> decided) {
  if (unit_.events().empty()) {  // nothing in the log would tell; nothing but replies was written
    unit_.rollback();
    return answer_all(commands, errors::outcome_unknown());
  }
  open_ = Open{std::move(commands), std::move(decided), std::move(unit_.events()),
               clock_.monotonic() + limits_.verdict_wait_max};
  commands.clear();
  unit_.rollback();
  settle();
}

void WriteLane::close() {
  if (open_) answer_all(open_->commands, errors::outcome_unknown());
  open_.reset();
}

bool WriteLane::settle() {
  if (!open_) return true;
  try {
    // Having the log's lock again means that nobody is still committing: the log's own rows tell.
    unit_.begin();
    const auto& last = open_->events.back();
    const auto found = unit_.head().offset < last.offset ? std::nullopt : log_.at(last.offset);
    unit_.rollback();
    if (found && found->id == last.id && !SIM_BUG("verdict_guessed")) {
      answer(open_->commands, open_->decided, open_->events);
    } else {
      answer_all(open_->commands, errors::store_unavailable());
    }
  } catch (const StoreBroken&) {
    answer_all(open_->commands, errors::outcome_unknown());
    open_.reset();
    throw;
  } catch (const StoreFailure&) {
    unit_.rollback();
    if (clock_.monotonic() < open_->give_up_at) return false;
    answer_all(open_->commands, errors::outcome_unknown());
  }
  open_.reset();
  return true;
}

void WriteLane::answer(std::vector<Command>& commands, std::vector<Decided>& decided,
                       std::vector<Event>& events) {
  std::size_t next = 0;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    next += decided[i].events;
    if (decided[i].events != 0) decided[i].outcome.event = std::move(events[next - 1]);
    commands[i].answer(std::move(decided[i].outcome));
  }
}

void WriteLane::answer_all(std::vector<Command>& commands, const shared::Error& error) {
  for (auto& command : commands) {
    Outcome outcome;
    outcome.refusal = error;
    if (command.answer) command.answer(std::move(outcome));
  }
  commands.clear();
}

}  // namespace sync
