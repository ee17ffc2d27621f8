#include <sync/application/relay.hpp>

#include <algorithm>
#include <utility>

#include <shared/domain/planted_bug.hpp>

namespace sync {

std::chrono::milliseconds Relay::step() {
  due_.reset();
  return attempt(&Relay::relay);
}

std::chrono::milliseconds Relay::stand_by() { return attempt(&Relay::relay_if_due); }

std::chrono::milliseconds Relay::attempt(std::chrono::milliseconds (Relay::*what)()) {
  const auto now = clock_.monotonic();
  if (now < retry_at_) return retry_at_ - now;
  try {
    return (this->*what)();
  } catch (const StoreUnavailable& away) {
    return failed({StreamFailure::Kind::away, away.what()});
  }
}

std::chrono::milliseconds Relay::relay() {
  const auto now = clock_.monotonic();
  if (!place_) {
    if (const auto failure = find_place()) return failed(*failure);
    looked_at_ = now;
  }
  const auto more = publish();
  if (!more) return failed(more.error());
  retry_ = std::chrono::milliseconds{0};
  status_.waiting.clear();
  alarmed_.clear();
  status_.relayed = place_->after;
  if (*more) return std::chrono::milliseconds{0};
  const auto look_at = looked_at_ + limits_.look_every;
  if (now >= look_at) place_.reset();
  return std::max(look_at - now, std::chrono::milliseconds{1});
}

// What the stream holds is asked for once in that time, not taken from the last look: it is
// another's to fill.
std::chrono::milliseconds Relay::relay_if_due() {
  const auto now = clock_.monotonic();
  status_.head = reader_.head().offset;
  if (!due_) due_ = Due{status_.head, now};
  const auto left = due_->since + limits_.stand_by - now;
  if (left > std::chrono::milliseconds{0}) return left;
  place_.reset();
  if (const auto failure = find_place()) return failed(*failure);
  const auto due = std::exchange(due_, Due{status_.head, now})->offset;
  if (place_->after < due) return relay();
  status_.relayed = place_->after;
  status_.waiting.clear();
  if (status_.relayed < status_.head) return limits_.stand_by;
  due_.reset();
  return limits_.look_every;
}

std::optional<StreamFailure> Relay::find_place() {
  status_.head = reader_.head().offset;
  const auto end = stream_.end();
  if (!end) return end.error();
  // Read behind the stream: another relay may have published what was written since the last look,
  // and what is beyond the head looks like another history.
  const auto head = reader_.head();
  status_.head = head.offset;
  const auto& mark = end->mark;
  if (SIM_BUG("stream_end_unread") && status_.relayed > 0) {
    place_ = Place{end->sequence, status_.relayed, status_.relayed};
  } else if (mark && holds(head, *mark)) {
    const auto half = SIM_BUG("half_commit_forgotten") ? mark->offset : mark->commit_first - 1;
    place_ = Place{end->sequence, mark->offset, half};
  } else {
    const auto start = window_start(head);
    place_ = Place{end->sequence, start, start};
    if (mark || start > 0) ++status_.begun_again;
  }
  return std::nullopt;
}

// Whether there was anything, so that there may be more.
std::expected<bool, StreamFailure> Relay::publish() {
  const auto commits = reader_.read(place_->commits_after, limits_.batch);
  if (commits.empty()) return false;
  const auto last = commits.back().last();
  status_.head = std::max(status_.head, last);
  const auto count = last - std::min(last, place_->after);
  const auto published = stream_.publish(place_->sequence, commits, place_->after);
  if (!published) {
    if (!SIM_BUG("place_kept")) place_.reset();
    return std::unexpected(published.error());
  }
  status_.published += count;
  place_ = Place{place_->sequence + count, std::max(last, place_->after), last};
  return true;
}

// Whether the log says of that event what the stream says. It does not where the log went back, or
// where somebody wrote the stream who is no relay of ours.
bool Relay::holds(const Head& head, const StreamMark& mark) {
  if (SIM_BUG("mark_believed")) return true;
  if (mark.offset == 0 || mark.offset > head.offset || mark.epoch > head.epoch) return false;
  if (mark.commit_first == 0 || mark.commit_first > mark.offset) return false;
  const auto there = reader_.events(mark.offset - 1, 1);
  return there.size() == 1 && there.front().id == mark.id && ends_commit(mark.commit_first - 1);
}

bool Relay::ends_commit(Offset offset) { return offset == 0 || reader_.chain_at(offset); }

// The end of the last commit that lies a window before the head.
Offset Relay::window_start(const Head& head) {
  Offset start = head.offset - std::min(head.offset, limits_.window);
  while (!ends_commit(start)) --start;
  return start;
}

std::chrono::milliseconds Relay::failed(const StreamFailure& failure) {
  if (!SIM_BUG("place_kept")) place_.reset();
  retry_ = std::clamp(retry_ * 2, limits_.retry_min, limits_.retry_max);
  retry_at_ = clock_.monotonic() + retry_;
  if (failure.kind == StreamFailure::Kind::moved) {
    ++status_.moved;
    return retry_;
  }
  const auto now = clock_.monotonic();
  if (status_.waiting.empty()) failing_since_ = now;
  status_.waiting = failure.text;
  const bool grave =
      failure.kind == StreamFailure::Kind::full || now - failing_since_ >= limits_.patience;
  if (grave && failure.text != alarmed_) {
    alarmed_ = failure.text;
    observer_.alarm("relay of " + status_.log, failure.text);
  }
  return retry_;
}

}  // namespace sync
