#include <sync/application/follower.hpp>

#include <algorithm>
#include <set>

#include <shared/domain/planted_bug.hpp>
#include <sync/application/chain.hpp>
#include <sync/domain/restated.hpp>

namespace sync {
namespace {

std::int64_t version_after(const Event& event) { return event.removes ? 0 : event.version; }

std::string words(const shared::Error& error) {
  return std::string{error.code} + ": " + error.detail;
}

}  // namespace

const Followed* Follower::followed(const std::string& aggregate_type) const {
  for (const auto& candidate : parts_.followed) {
    const auto type = candidate.projection.aggregate_type();
    if (type == aggregate_type || type == every_aggregate_type) return &candidate;
  }
  return nullptr;
}

// What counts or passes events on does not hear of those that are restated.
const Followed* Follower::concerned(const Event& event) const {
  const auto* const found = followed(event.aggregate_type);
  const bool told = found != nullptr && (found->replica != nullptr || !is_restated(event));
  return told || SIM_BUG("restated_counted") ? found : nullptr;
}

// The end of what is copied overtakes what waits for its key: nothing is left to wait for then. Any
// other fold needs every event. What is restated is the whole state behind all that waits, and
// overtakes it too, but where reactions would be lost with that.
bool Follower::overtakes(const Followed& followed, const Event& event) {
  if (is_restated(event)) return followed.replica != nullptr && followed.reaction == nullptr;
  return event.removes && (followed.replica != nullptr || SIM_BUG("end_overtakes_fold"));
}

// A key's later events queue behind its parked one, but for one that overtakes.
bool Follower::waits(const Followed& followed, const Event& event) const {
  if (next_.parked.empty()) return false;
  const auto at = next_.parked.find({event.aggregate_type, event.key});
  if (SIM_BUG("parked_key_passed")) return false;
  return at != next_.parked.end() && at->second.events != 0 && !overtakes(followed, event);
}

void Follower::want(const Event& event) {
  const auto* found = concerned(event);
  if (found != nullptr && !waits(*found, event)) want(*found, event);
}

void Follower::want(const Followed& followed, const Event& event) {
  followed.projection.want(event);
  if (followed.reaction != nullptr) followed.reaction->want(event);
}

// 0 where there is no copy, or none that could be compared.
std::int64_t Follower::version_before(const Followed& followed, const Event& event) {
  return followed.replica != nullptr ? followed.replica->version(event.key) : 0;
}

void Follower::move_root(const Followed& followed, const Event& event, std::int64_t before) {
  if (followed.replica == nullptr) return;
  if (is_restated(event) && SIM_BUG("restated_moves_nothing")) return;
  sync::move_root(next_.state.roots, parts_.digest, event.aggregate_type, event.key, before,
                  version_after(event));
}

void Follower::take(const Event& event) {
  const auto* found = concerned(event);
  if (found == nullptr) return;
  const auto none = next_.parked.end();
  const auto at = next_.parked.empty()
                      ? none
                      : next_.parked.find({event.aggregate_type, event.key});
  if (waits(*found, event)) return queue(at->second, event);

  const auto before = version_before(*found, event);
  auto refusal = try_apply(*found, event);
  if (refusal.empty()) {
    move_root(*found, event, before);
    applied_.push_back(&event);
    if (at != none) {  // healed, or ended
      parts_.parked.release(at->second, event.offset, true);
      next_.parked.erase(at);
    }
    return;
  }
  // What its note was for is decided, and becomes durable with this batch.
  if (bad_.contains(event.offset)) parts_.parked.release(note_of(event), 0, true);
  if (at != none && at->second.events != 0) {
    queue(at->second, event);
  } else {
    park(event, std::move(refusal), before);
  }
}

// The note of a try stands under its event, beside what is parked and never over it.
ParkedKey Follower::note_of(const Event& event) const {
  ParkedKey note;
  note.follower = SIM_BUG("try_over_parked") ? parts_.name : tries();
  note.aggregate_type = event.aggregate_type;
  note.key = SIM_BUG("try_over_parked") ? event.key : std::to_string(event.offset);
  note.first_offset = event.offset;
  note.since = parts_.clock.now();
  return note;
}

// Empty where the event was applied and kept; else why not, and nothing of it is left.
std::string Follower::try_apply(const Followed& followed, const Event& event) {
  if (const auto bad = bad_.find(event.offset); bad != bad_.end()) return bad->second;
  if (event.schema_version > followed.projection.schema_version_max()) {
    return "unknown version " + std::to_string(event.schema_version) + " of " + event.type +
           "; a newer binary will understand it";
  }
  if (event.causation_depth > causation_depth_max) {
    return "caused through more than " + std::to_string(causation_depth_max) +
           " events: modules answer each other in a circle";
  }
  const auto now = std::max(parts_.clock.now(), event.occurred_at);
  parts_.unit.step({event.correlation_id, shared::to_text(event.id), event.causation_depth + 1,
                    event.traceparent, now});
  try {
    auto done = followed.projection.apply(event);
    const bool happened = !is_restated(event) || SIM_BUG("restated_reacts");
    if (done && followed.reaction != nullptr && happened) {
      done = followed.reaction->react(event, now);
    }
    if (!done) {
      parts_.unit.drop();
      return words(done.error());
    }
    const auto kept = parts_.unit.keep();
    return kept ? std::string{} : words(kept.error());
  } catch (const StoreFailure&) {
    throw;
  } catch (const std::exception& bug) {
    parts_.unit.drop();
    return std::string{"the handler failed: "} + bug.what();
  }
}

void Follower::park(const Event& event, std::string reason, std::int64_t applied_version) {
  const auto now = parts_.clock.now();
  ParkedKey parked{parts_.name,
                   event.aggregate_type,
                   event.key,
                   event.offset,
                   applied_version,
                   version_after(event),
                   1,
                   1,
                   now,
                   retry_time(1),
                   std::move(reason),
                   false};
  parts_.parked.save(parked);
  parts_.parked.queue(parts_.name, event);
  parked_now_.emplace_back(event.aggregate_type, event.key);
  next_.parked.insert_or_assign({event.aggregate_type, event.key}, std::move(parked));
}

void Follower::queue(ParkedKey& parked, const Event& event) {
  ++parked.events;
  parked.source_version = version_after(event);
  parts_.parked.save(parked);
  parts_.parked.queue(parts_.name, event);
}

// The replica must weigh what the source weighs, but for the keys that wait or were discarded: of
// those it is known exactly how much they are apart.
std::string Follower::difference(const Standing& standing, const Due& due) const {
  auto mine = standing.state.roots;
  for (const auto& [key, parked] : standing.parked) {
    sync::move_root(mine, parts_.digest, parked.aggregate_type, parked.key, parked.applied_version,
                    parked.source_version);
  }
  for (const auto& candidate : parts_.followed) {
    if (candidate.replica == nullptr) continue;
    const auto type = candidate.replica->aggregate_type();
    const auto held = mine.find(type);
    const auto there = due.roots.find(type);
    if ((held == mine.end() ? Hash128{} : held->second) !=
        (there == due.roots.end() ? Hash128{} : there->second)) {
      return "the copy of " + std::string{type} + " differs from " + parts_.source + " at offset " +
             std::to_string(due.offset);
    }
  }
  return {};
}

// Tries each event alone and takes nothing over: what the store refuses is bad. Marked: the try is
// written down before it, so that an event that ends the process is found out.
void Follower::rehearse(const std::vector<Commit>& commits, bool marked) {
  next_ = durable_;
  std::set<Key> bad_keys;
  for (const auto& commit : commits) {
    for (const auto& event : commit.events) {
      const auto* found = concerned(event);
      if (found == nullptr || waits(*found, event)) continue;
      Key key{event.aggregate_type, event.key};
      // It will queue behind the bad one, unless it overtakes.
      if (bad_keys.contains(key) && !overtakes(*found, event)) continue;
      if (!marked || mark(event)) rehearse(*found, event);
      if (bad_.contains(event.offset)) bad_keys.insert(std::move(key));
    }
  }
  forget_suspects(commits.back().last());
}

// All passed but the bad ones, whose notes stay until their keys are parked.
void Follower::forget_suspects(Offset through) {
  trying_.reset();
  if (suspects_.empty()) return;
  fence();
  std::erase_if(suspects_, [&](const auto& entry) {
    const auto& [offset, suspect] = entry;
    const bool passed = offset <= through;
    if (passed && !bad_.contains(offset)) parts_.parked.release(suspect, 0, true);
    return passed;
  });
  parts_.unit.commit();
}

void Follower::rehearse(const Followed& found, const Event& event) {
  parts_.unit.begin([&] { want(found, event); });
  try {
    if (try_apply(found, event).empty()) {
      parts_.unit.flush();
      parts_.positions.lock(parts_.name);  // whatever is read, the store has taken the rest by then
    }
  } catch (const StoreRejected&) {
    bad_.emplace(event.offset, "the store refuses what this event leads to");
  }
  parts_.unit.rollback();
}

// Notes that this event is about to be tried, and forgets the note before it: that one passed.
// False: it was tried too often, and the process ended each time.
bool Follower::mark(const Event& event) {
  auto& suspect = suspects_.try_emplace(event.offset, note_of(event)).first->second;
  if (suspect.attempts >= limits_.crash_attempts_max) {
    bad_.emplace(event.offset, "the process ended " + std::to_string(suspect.attempts) +
                                   " times while this event was applied");
    return false;
  }
  if (!SIM_BUG("attempt_lost")) ++suspect.attempts;
  fence();
  if (trying_ && *trying_ != event.offset) {
    parts_.parked.release(suspects_.at(*trying_), 0, true);
    suspects_.erase(*trying_);
  }
  parts_.parked.save(suspect);
  noted_ = suspect;
  parts_.unit.commit();
  trying_ = event.offset;
  return true;
}

}  // namespace sync
