#pragma once

#include <map>
#include <set>
#include <string>

#include <tests/simulation/history.hpp>
#include <tests/simulation/log_check.hpp>
#include <tests/simulation/violation.hpp>

namespace sim {

// CommandCheck: invariants 1, 2 and 15 of one module: its log tells, in order, exactly what its
// commands should have come to. Every event is some command's (or a reaction's) and is what the
// model says; every answer is the truth at the position it names.
template <class Model, class State>
class CommandCheck {
 public:
  using Read = std::function<std::optional<State>(const sync::Event&)>;
  // A reaction's event: is it due? Throws a Violation where it is not.
  using Reacted = std::function<void(const sync::Event&)>;

  CommandCheck(const History& history, bool billing, Read read, Reacted reacted)
      : history_{history}, billing_{billing}, read_{read}, reacted_{reacted} {}

  // Answers the model as it stands at the log's end.
  Model run(const LogStory& story) {
    collect(story);
    Model model;
    answers_at(0, model);
    for (const auto& event : story.events) {
      took_effect(event, model);
      model.apply(event.key, read_(event));
      answers_at(event.offset, model);
    }
    return model;
  }

 private:
  void collect(const LogStory& story);
  void took_effect(const sync::Event& event, Model& model);
  void answers_at(sync::Offset offset, const Model& model);
  void check_repeat(const Operation& operation, const Attempt& attempt, const LogStory& story);

  const History& history_;
  bool billing_;
  Read read_;
  Reacted reacted_;
  // Answers that said no event, by the position at which they were true.
  std::multimap<sync::Offset, std::pair<const Wish*, const Attempt*>> told_;
  std::set<std::string> effective_;          // commands
  std::set<std::uint64_t> effective_keys_;   // idempotency keys
};

template <class Model, class State>
void CommandCheck<Model, State>::collect(const LogStory& story) {
  for (const auto& operation : history_.operations()) {
    if (operation.wish.in_billing() != billing_) continue;
    for (const auto& attempt : operation.attempts) {
      if (!attempt.answer || attempt.forgotten || !is_final(*attempt.answer)) continue;
      const auto& answer = *attempt.answer;
      const auto number = std::to_string(operation.number);
      const bool reused = answer.refusal && answer.refusal->code == "idempotency.key_reused";
      require(!attempt.after_answer || answer.repeated || reused || !operation.idempotency_key, 15,
              "operation " + number + " was answered before, and decided again");
      if (answer.event) {
        const auto at = answer.event->offset;
        require(at >= 1 && at <= story.events.size() && story.events[at - 1] == *answer.event, 1,
                "operation " + number + " was acknowledged with an event that is not in the log");
        require(answer.position.offset == at, 1, "operation " + number + " has a false position");
      }
      if (answer.refusal && answer.refusal->code == "sync.store_rejected") {
        require(operation.wish.store_rejects, 2, "operation " + number + " was rejected for " +
                                                     "another's sake");
      } else if (answer.repeated) {
        check_repeat(operation, attempt, story);
      } else if (!answer.event && !reused) {
        told_.emplace(answer.position.offset, std::pair{&operation.wish, &attempt});
      }
    }
  }
}

// A repeat answers what some attempt of the same request came to.
template <class Model, class State>
void CommandCheck<Model, State>::check_repeat(const Operation& operation, const Attempt& attempt,
                                              const LogStory&) {
  const auto& answer = *attempt.answer;
  const auto number = std::to_string(operation.number);
  require(operation.idempotency_key.has_value(), 15, "operation " + number + " repeats nothing");
  bool found = false;
  for (const auto* other : history_.under(*operation.idempotency_key)) {
    const bool same = to_text(other->wish) == to_text(operation.wish);
    for (const auto& twin : other->attempts) {
      if (answer.event && twin.command_id == answer.event->causation_id) {
        require(same, 15, "operation " + number + " got another request's answer");
        found = true;
      }
      if (!same || !twin.answer || &twin == &attempt || twin.forgotten) continue;
      if (!is_recorded(*twin.answer) || twin.before_restore != attempt.before_restore) continue;
      const auto& told = *twin.answer;
      require(told.event == answer.event && told.reply == answer.reply &&
                  told.position == answer.position && told.refusal == answer.refusal,
              15, "operation " + number + " is answered in two ways");
    }
  }
  require(found || !answer.event, 15, "operation " + number + " repeats a stranger's event");
}

template <class Model, class State>
void CommandCheck<Model, State>::took_effect(const sync::Event& event, Model& model) {
  const auto at = event.type + " of " + event.key + " at offset " + std::to_string(event.offset);
  if (event.causation_depth > 0) return reacted_(event);
  const auto ref = history_.find(event.causation_id);
  require(ref.has_value(), 2, "nobody asked for " + at);
  const auto& attempt = ref->get();
  const auto& operation = *ref->operation;
  require(effective_.insert(event.causation_id).second, 1, "a command took effect twice: " + at);
  if (operation.idempotency_key) {
    require(effective_keys_.insert(*operation.idempotency_key).second, 15,
            "two effects under one Idempotency-Key: " + at);
  }
  if (attempt.answer && !attempt.before_restore) {
    require(attempt.answer->event == event || !is_final(*attempt.answer), 2,
            "answered otherwise, and took effect: " + at);
    require(!attempt.answer->refusal ||
                attempt.answer->refusal->code == "sync.outcome_unknown",
            2, "refused, and took effect: " + at);
  }
  const auto expected = model.decide(operation.wish, attempt);
  require(!operation.wish.store_rejects, 2, "rejected by the store, and took effect: " + at);
  require(expected.refusal.empty(), 2,
          "should have been refused (" + expected.refusal + "): " + at);
  require(expected.event_type == event.type, 2, "should have been " + expected.event_type + ": " +
                                                    at);
  require(expected.after == read_(event), 2, "says another state than it should: " + at);
  if constexpr (requires { model.note(operation.wish); }) model.note(operation.wish);
}

// What was answered at this position, and said no event: refusals, and "already so".
template <class Model, class State>
void CommandCheck<Model, State>::answers_at(sync::Offset offset, const Model& model) {
  const auto [begin, end] = told_.equal_range(offset);
  for (auto it = begin; it != end; ++it) {
    const auto& [wish, attempt] = it->second;
    const auto& answer = *attempt->answer;
    const std::string said{answer.refusal ? answer.refusal->code : ""};
    // Whether billing has heard of a user depends on how far it has followed, not on its own log.
    if (said == "billing.customer_not_found") continue;
    const auto expected = model.decide(*wish, *attempt);
    require(said == expected.refusal && expected.event_type.empty(), 2,
            "at offset " + std::to_string(offset) + " \"" + to_text(*wish) + "\" was answered \"" +
                said + "\" and should have been \"" + expected.refusal + expected.event_type +
                "\"");
  }
}

}  // namespace sim
