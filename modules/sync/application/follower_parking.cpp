#include <sync/application/follower.hpp>

#include <algorithm>

#include <shared/domain/planted_bug.hpp>
#include <sync/application/chain.hpp>
#include <sync/application/sync_errors.hpp>

namespace sync {
namespace {

// Beyond every clock: only a person moves it.
constexpr shared::Instant never = shared::from_unix_ms(253'402'300'799'000);
constexpr std::size_t reason_bytes_max = 500;
constexpr auto refused_by_store = "the store refuses what this key's events lead to";

}  // namespace

shared::Instant Follower::retry_time(int attempts) const {
  if (attempts >= limits_.attempts_max) return never;
  const std::chrono::milliseconds wait = limits_.retry_first * (1L << std::min(attempts - 1, 20));
  return parts_.clock.now() + std::min(wait, limits_.retry_longest);
}

const ParkedKey* Follower::due() const {
  const auto now = parts_.clock.now();
  for (const auto& [key, parked] : durable_.parked) {
    if (parked.events == 0 || parked.retry_at == never) continue;
    // A time further away than any back-off says that the clock was set back.
    if (parked.retry_at <= now || parked.retry_at > now + 2 * limits_.retry_longest) {
      return &parked;
    }
  }
  return nullptr;
}

std::chrono::milliseconds Follower::until_retry() const {
  auto soonest = limits_.retry_longest;
  const auto now = parts_.clock.now();
  for (const auto& [key, parked] : durable_.parked) {
    if (parked.events == 0 || parked.retry_at == never) continue;
    soonest = std::clamp(parked.retry_at - now, std::chrono::milliseconds{0}, soonest);
  }
  return soonest;
}

// The attempt is durable before the try, so that one that ends the process counts too.
void Follower::retry_now(ParkedKey parked) {
  ++parked.attempts;
  parked.retry_at = retry_time(parked.attempts);
  note(parked);

  bad_.clear();
  try {
    begin_batch();
    const auto released = release(parked);
    const Key key{parked.aggregate_type, parked.key};
    if (parked.events == 0) {
      next_.parked.erase(key);
    } else {
      next_.parked.insert_or_assign(key, parked);
    }
    end_batch(durable_.state.offset);
    for (const auto& event : released) parts_.observer.applied(parts_.name, event);
  } catch (const StoreRejected&) {
    parts_.unit.rollback();
    parked = durable_.parked.at({parked.aggregate_type, parked.key});
    parked.reason = refused_by_store;
    note(parked);
  }
  publish();
}

// Makes durable what is known of a parked key, and nothing else.
void Follower::note(const ParkedKey& parked) {
  begin_batch();
  parts_.parked.save(parked);
  next_.parked.insert_or_assign({parked.aggregate_type, parked.key}, parked);
  end_batch(durable_.state.offset);
}

// Applies what waits for this key, in order, as far as it goes; what was applied. Where that is
// all, the key waits no more, which becomes durable with this very batch.
std::vector<Event> Follower::release(ParkedKey& parked) {
  const auto* found = followed(parked.aggregate_type);
  // After a refusal by the store one at a time: the first ones may pass, and tell the bad one.
  const bool refused = parked.reason == refused_by_store;
  auto events = parts_.parked.queued(parked, refused ? 1 : limits_.released_per_step_max);
  if (found == nullptr) events.clear();
  if (SIM_BUG("released_out_of_order")) std::ranges::reverse(events);
  parts_.unit.load([&] {
    for (const auto& event : events) want(*found, event);
  });
  std::size_t done = 0;
  for (; done < events.size(); ++done) {
    const auto& event = events[done];
    const auto before = version_before(*found, event);
    auto refusal = try_apply(*found, event);
    if (!refusal.empty()) {
      parked.first_offset = event.offset;
      parked.reason = std::move(refusal);
      break;
    }
    parked.applied_version = event.removes ? 0 : event.version;
    move_root(*found, event, before);
  }
  const bool stuck = done < events.size();
  events.resize(done);
  if (events.empty()) {
    parts_.parked.save(parked);
    return events;
  }
  parked.events -= std::min(parked.events, done);
  const auto through = events.back().offset;
  parts_.parked.release(parked, through, parked.events == 0);
  if (parked.events == 0) return events;
  if (!stuck) parked.first_offset = through + 1;  // nothing before it waits
  parked.attempts = stuck ? 1 : 0;
  parked.retry_at = stuck ? retry_time(1) : parts_.clock.now();  // the next slice: at once
  parts_.parked.save(parked);
  return events;
}

std::optional<ParkedKey> Follower::find_parked(const std::string& aggregate_type,
                                               const std::string& key) {
  for (auto& parked : parts_.parked.list(parts_.name)) {
    if (parked.aggregate_type == aggregate_type && parked.key == key) return parked;
  }
  return std::nullopt;
}

// A command of the lane changed what is parked: whichever instance follows must look again.
void Follower::raise_revision(FollowerState state) {
  ++state.revision;
  parts_.positions.save(parts_.name, state.offset, state);
  stale_ = true;  // whether this becomes durable is the lane's to say
}

shared::Done Follower::retry(const std::string& aggregate_type, const std::string& key) {
  auto parked = find_parked(aggregate_type, key);
  if (!parked) return shared::refuse(errors::parked_not_found());
  if (parked->discarded) return shared::refuse(errors::nothing_waits());
  const auto state = parts_.positions.lock(parts_.name);
  if (!state || !state->stopped.empty()) return shared::refuse(errors::follower_stopped());
  parked->attempts = 0;
  parked->retry_at = parts_.clock.now();
  parts_.parked.save(*parked);
  raise_revision(*state);
  return {};
}

shared::Done Follower::reweigh(const Reweighed& weighed) {
  const auto found = parts_.positions.lock(parts_.name);
  if (!found || !found->stopped.empty()) return shared::refuse(errors::follower_stopped());
  Standing standing{*found, {}};
  auto& state = standing.state;
  for (const auto& [type, more] : weighed.more) state.roots[type] = state.roots[type] + more;
  for (auto& parked : parts_.parked.list(parts_.name)) {
    standing.parked.emplace(Key{parked.aggregate_type, parked.key}, std::move(parked));
  }
  if (state.offset == weighed.offset) due_ = Due{weighed.offset, weighed.due};
  if (!due_ || due_->offset != state.offset) return shared::refuse(errors::moved_meanwhile());
  if (!difference(standing, *due_).empty() && !SIM_BUG("reweighed_blindly")) {
    return shared::refuse(errors::still_differs());
  }
  raise_revision(state);
  return {};
}

shared::Done Follower::discard(const std::string& aggregate_type, const std::string& key,
                               const std::string& reason) {
  if (reason.empty() || reason.size() > reason_bytes_max) {
    return shared::refuse(errors::reason_missing());
  }
  auto parked = find_parked(aggregate_type, key);
  if (!parked) return shared::refuse(errors::parked_not_found());
  const auto state = parts_.positions.lock(parts_.name);
  if (!state || parked->discarded) return shared::refuse(errors::nothing_waits());
  parts_.parked.release(*parked, ~Offset{0} >> 1, false);
  parked->events = 0;
  parked->discarded = true;
  parked->reason = reason;
  parked->retry_at = never;
  parts_.parked.save(*parked);
  raise_revision(*state);
  return {};
}

}  // namespace sync
