#include <sync/application/follower.hpp>

#include <algorithm>

#include <shared/domain/planted_bug.hpp>
#include <sync/application/follower_status.hpp>

namespace sync {
namespace {

constexpr std::chrono::milliseconds idle_longest{60'000};

constexpr std::size_t rehearsed_per_step_max = 32;

// Too much is parked: going on would only park more.
struct TooMuchParked : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace

std::chrono::milliseconds Follower::step() {
  const auto now = parts_.clock.monotonic();
  if (now < not_before_) return not_before_ - now;
  try {
    if (stale_) open();
    const bool again = work();
    if (again || !feed_.asking()) {  // a question that is on its way is no sign of recovery
      waited_ = std::chrono::milliseconds{0};
      if (!std::exchange(status_.waiting, {}).empty()) publish();
    }
    if (again) return std::chrono::milliseconds{0};
    if (!durable_.state.stopped.empty()) return idle_longest;
    return std::min(feed_.wait(), until_retry());
  } catch (const StoreBroken&) {
    throw;
  } catch (const StoreFailure& breakage) {
    return wait_after(breakage);
  }
}

std::chrono::milliseconds Follower::wait_after(const std::exception& breakage) {
  parts_.unit.rollback();
  stale_ = true;
  waited_ = std::clamp(waited_ * 2, limits_.wait_first, limits_.wait_longest);
  not_before_ = parts_.clock.monotonic() + waited_;
  status_.waiting = breakage.what();
  publish();
  return waited_;
}

// Reads where this follower stands; at the first time also notes that it runs.
void Follower::open() {
  parts_.unit.begin();
  const auto found = parts_.positions.lock(parts_.name);
  const bool as_left = found == durable_.state;  // by this very process
  durable_ = {found.value_or(FollowerState{}), {}};
  suspects_.clear();
  trying_.reset();
  for (auto& parked : parts_.parked.list(parts_.name)) {
    durable_.parked.emplace(Key{parked.aggregate_type, parked.key}, std::move(parked));
  }
  for (auto& suspect : parts_.parked.list(tries())) {
    if (suspect == noted_) --suspect.attempts;  // breakage cut it short, and the process lives
    suspects_.emplace(suspect.first_offset, std::move(suspect));
  }
  if (opened_) {
    parts_.unit.rollback();
  } else {
    const bool suspect = found && !found->clean && !as_left;
    // The last run was at most one batch further than it had made durable.
    if (suspect) cautious_until_ = found->offset + CommitFeed::Limits{}.events_max;
    durable_.state.clean = false;
    ++durable_.state.revision;  // whoever followed before is fenced off
    durable_.state.stopped.clear();  // looked at afresh: the source may have been put right
    for (auto& [key, parked] : durable_.parked) {
      // This binary may understand what the last one did not.
      if (!parked.reason.starts_with("unknown version") || parked.events == 0) continue;
      parked.retry_at = {};
      parts_.parked.save(parked);
    }
    parts_.positions.save(parts_.name, found ? std::optional{found->offset} : std::nullopt,
                          durable_.state);
    parts_.unit.commit();
    opened_ = true;
  }
  stale_ = false;
  judge(false);
  publish();
}

// One piece of work. False: there is nothing to do now.
bool Follower::work() {
  if (!durable_.state.stopped.empty()) return false;
  const auto* parked = retries_next_ ? due() : nullptr;
  retries_next_ = parked == nullptr;
  if (parked != nullptr) {
    retry_now(*parked);
    return true;
  }
  const auto& state = durable_.state;
  const Seen seen{state.epoch, state.offset, state.chain};
  // What is rehearsed costs a commit an event: little at a time, so that commands have their turn.
  auto next = cautious() ? feed_.next(seen, rehearsed_per_step_max) : feed_.next(seen);
  if (const auto* back = std::get_if<WentBack>(&next)) {
    stop(back->report);
    return false;
  }
  auto& commits = std::get<std::vector<Commit>>(next);
  if (commits.empty()) {
    if (status_.source_offset != feed_.source_offset()) publish();
    return false;
  }
  try {
    apply(commits);
  } catch (const TooMuchParked& report) {
    parts_.unit.rollback();
    stop(report.what());
    return false;
  }
  return true;
}

void Follower::apply(const std::vector<Commit>& commits) {
  bad_.clear();
  if (cautious()) rehearse(commits, true);
  if (apply_once(commits)) return;
  // The store refused the batch: find the events it refuses, and park just their keys.
  rehearse(commits, false);
  if (bad_.empty() || !apply_once(commits)) {
    throw StoreUnavailable("the store refuses a batch whose events pass one by one");
  }
}

bool Follower::apply_once(const std::vector<Commit>& commits) {
  const auto expected = durable_.state.offset;
  begin_batch();
  parts_.unit.load([&] {
    for (const auto& commit : commits) {
      for (const auto& event : commit.events) want(event);
    }
  });
  for (const auto& commit : commits) {
    for (const auto& event : commit.events) take(event);
  }
  refuse_too_much_parked();
  const auto& last = commits.back();
  next_.state.epoch = last.epoch;
  next_.state.offset = last.last();
  next_.state.chain = last.chain;
  try {
    end_batch(expected);
  } catch (const StoreRejected&) {
    parts_.unit.rollback();
    return false;
  }
  due_ = Due{last.last(), last.roots};
  judge(true);
  for (const auto* event : applied_) parts_.observer.applied(parts_.name, *event);
  for (const auto& key : parked_now_) {
    const auto parked = durable_.parked.find(key);  // unless its aggregate ended in this batch too
    if (parked != durable_.parked.end()) parts_.observer.parked(parked->second);
  }
  publish();
  return true;
}

// Whether its copies weigh what the source weighs, where that is known. A difference is told once.
void Follower::judge(bool aloud) {
  if (!due_ || due_->offset != durable_.state.offset) return;
  const auto differs = difference(durable_, *due_);
  if (differs.empty()) {
    status_.differs_at = 0;
  } else if (status_.differs_at == 0) {
    status_.differs_at = due_->offset;
    if (aloud) parts_.observer.alarm(parts_.name, differs);
  }
}

// Discarded keys count too: each is a difference that somebody still has to look at.
void Follower::refuse_too_much_parked() const {
  const auto keys = next_.parked.size();
  std::size_t events = 0;
  for (const auto& [key, parked] : next_.parked) events += parked.events;
  if (keys <= limits_.parked_keys_max && events <= limits_.parked_events_max) return;
  throw TooMuchParked(std::to_string(keys) + " keys with " + std::to_string(events) +
                      " events are parked, which is more than the bound; mend the cause, then "
                      "start again");
}

void Follower::begin_batch() {
  applied_.clear();
  parked_now_.clear();
  next_ = durable_;
  fence();
}

// Opens a transaction in which nobody else can move this follower, and nobody has since it looked.
// Without it an instance that slept, and wakes, would write what it knew before.
void Follower::fence() {
  parts_.unit.begin();
  const auto found = parts_.positions.lock(parts_.name);
  const auto& known = durable_.state;
  if (SIM_BUG("fence_open")) return;
  if (!found || found->revision != known.revision || found->offset != known.offset ||
      found->chain != known.chain) {
    throw StoreUnavailable("another instance moved this follower");
  }
}

// The replica, the reactions' own events, what is parked and the position: all of it or nothing.
void Follower::end_batch(std::optional<Offset> expected) {
  parts_.unit.flush();
  if (SIM_BUG("position_apart")) {
    parts_.unit.commit();
    parts_.unit.begin();
  }
  next_.state.revision = durable_.state.revision + 1;
  parts_.positions.save(parts_.name, expected, next_.state);
  parts_.unit.commit();
  durable_ = std::move(next_);
}

void Follower::stop(const std::string& report) {
  begin_batch();
  next_.state.stopped = report;
  end_batch(durable_.state.offset);
  parts_.observer.alarm(parts_.name, report);
  publish();
}

void Follower::close() {
  if (!opened_) return;
  if (stale_) open();
  begin_batch();
  next_.state.clean = true;
  end_batch(durable_.state.offset);
}

void Follower::resign() {
  stale_ = true;
  opened_ = false;
  noted_.reset();
  status_ = {};
}

void Follower::publish() {
  status_.follower = parts_.name;
  status_.source = parts_.source;
  status_.source_offset = feed_.source_offset();
  std::vector<ParkedKey> all;
  all.reserve(durable_.parked.size());
  for (const auto& [key, parked] : durable_.parked) all.push_back(parked);
  show(status_, durable_.state, std::move(all));
  parts_.observer.follower_moved(status_);
}

}  // namespace sync
