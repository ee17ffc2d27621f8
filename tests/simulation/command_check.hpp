#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <tests/simulation/history.hpp>
#include <tests/simulation/log_check.hpp>
#include <tests/simulation/violation.hpp>

namespace sim {

// CommandCheck: invariants 1, 2 and 15 of one module: its log tells, in order, exactly what its
// commands should have come to. Every event is some command's (or a reaction's, or a work's of the
// module's own), is told together with the others of its command, and where the model knows what is
// due, is that; every answer is the truth at the position it names.
//   Shape   Model: decide(wish, attempt) -> Expected, nothing where it does not know;
//           state(event) after it; apply(event); note(wish) of one that took effect
template <class Model>
class CommandCheck {
 public:
  // A reaction's event: is it due? Throws a Violation where it is not.
  using Reacted = std::function<void(const sync::Event&)>;

  CommandCheck(const History& history, bool billing, const std::set<std::string>& works,
               Reacted reacted)
      : history_{history}, billing_{billing}, works_{works}, reacted_{std::move(reacted)} {}

  // Answers the model as it stands at the log's end.
  Model run(const LogStory& story) {
    collect(story);
    Model model;
    answers_at(0, model);
    const auto& events = story.events;
    for (std::size_t begin = 0; begin < events.size();) {
      auto end = begin + 1;
      while (end < events.size() && events[end].causation_id == events[begin].causation_id) ++end;
      // Of a command that says several events the last one is the answer.
      took_effect(events[begin], events[end - 1], model);
      for (; begin < end; ++begin) model.apply(events[begin]);
      answers_at(events[end - 1].offset, model);
    }
    return model;
  }

 private:
  void collect(const LogStory& story);
  void took_effect(const sync::Event& first, const sync::Event& last, Model& model);
  void as_expected(const sync::Event& event, const History::Ref& ref, Model& model);
  void answers_at(sync::Offset offset, const Model& model);
  void check_repeat(const Operation& operation, const Attempt& attempt);

  const History& history_;
  bool billing_;
  const std::set<std::string>& works_;
  Reacted reacted_;
  // Answers that said no event, by the position at which they were true.
  std::multimap<sync::Offset, std::pair<const Wish*, const Attempt*>> told_;
  std::set<std::string> effective_;          // commands
  std::set<std::uint64_t> effective_keys_;   // idempotency keys
};

template <class Model>
void CommandCheck<Model>::collect(const LogStory& story) {
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
        check_repeat(operation, attempt);
      } else if (!answer.event && !reused) {
        told_.emplace(answer.position.offset, std::pair{&operation.wish, &attempt});
      }
    }
  }
}

// A repeat answers what some attempt of the same request came to.
template <class Model>
void CommandCheck<Model>::check_repeat(const Operation& operation, const Attempt& attempt) {
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

template <class Model>
void CommandCheck<Model>::took_effect(const sync::Event& first, const sync::Event& last,
                                      Model& model) {
  const auto at = last.type + " of " + last.key + " at offset " + std::to_string(last.offset);
  require(effective_.insert(last.causation_id).second || last.causation_depth > 0, 1,
          "a command took effect twice: " + at);
  require(first.causation_depth == last.causation_depth, 2, "told of in two ways: " + at);
  if (first.causation_depth > 0) return reacted_(last);
  if (works_.contains(last.causation_id)) return;
  const auto ref = history_.find(last.causation_id);
  require(ref.has_value(), 2, "nobody asked for " + at);
  const auto& attempt = ref->get();
  const auto& operation = *ref->operation;
  if (operation.idempotency_key) {
    require(effective_keys_.insert(*operation.idempotency_key).second, 15,
            "two effects under one Idempotency-Key: " + at);
  }
  if (attempt.answer && !attempt.before_restore) {
    require(attempt.answer->event == last || !is_final(*attempt.answer), 2,
            "answered otherwise, and took effect: " + at);
    require(!attempt.answer->refusal ||
                attempt.answer->refusal->code == "sync.outcome_unknown",
            2, "refused, and took effect: " + at);
  }
  require(!operation.wish.store_rejects, 2, "rejected by the store, and took effect: " + at);
  as_expected(last, *ref, model);
}

template <class Model>
void CommandCheck<Model>::as_expected(const sync::Event& event, const History::Ref& ref,
                                      Model& model) {
  const auto at = event.type + " of " + event.key + " at offset " + std::to_string(event.offset);
  const auto& wish = ref.operation->wish;
  require(Model::answers(wish, event.type), 2, std::string{to_text(wish.verb)} + " came to " + at);
  if (const auto expected = model.decide(wish, ref.get())) {
    require(expected->refusal.empty(), 2,
            "should have been refused (" + expected->refusal + "): " + at);
    require(expected->event_type == event.type, 2,
            "should have been " + expected->event_type + ": " + at);
    require(expected->after == model.state(event), 2, "says another state than it should: " + at);
  }
  model.note(wish);
}

// What was answered at this position, and said no event: refusals, and "already so".
template <class Model>
void CommandCheck<Model>::answers_at(sync::Offset offset, const Model& model) {
  const auto [begin, end] = told_.equal_range(offset);
  for (auto it = begin; it != end; ++it) {
    const auto& [wish, attempt] = it->second;
    const auto& answer = *attempt->answer;
    const std::string said{answer.refusal ? answer.refusal->code : ""};
    // Whether billing has heard of a user depends on how far it has followed, not on its own log.
    if (said == "billing.customer_not_found") continue;
    const auto expected = model.decide(*wish, *attempt);
    if (!expected) continue;
    require(said == expected->refusal && expected->event_type.empty(), 2,
            "at offset " + std::to_string(offset) + " \"" + to_text(*wish) + "\" was answered \"" +
                said + "\" and should have been \"" + expected->refusal + expected->event_type +
                "\"");
  }
}

}  // namespace sim
