#include <sync/application/commit_feed.hpp>

#include <algorithm>

#include <shared/domain/planted_bug.hpp>
#include <sync/application/chain.hpp>
#include <sync/application/encoding.hpp>

namespace sync {
namespace {

constexpr std::size_t frames_per_take_max = 256;

bool is_dense(const Commit& commit) {
  for (std::size_t i = 0; i < commit.events.size(); ++i) {
    if (commit.events[i].offset != commit.first() + i) return false;
  }
  return true;
}

Seen after(const Commit& commit) { return {commit.epoch, commit.last(), commit.chain}; }

}  // namespace

std::variant<std::vector<Commit>, WentBack> CommitFeed::next(const Seen& seen,
                                                             std::size_t events_max) {
  events_max = std::min(events_max, limits_.events_max);
  asking_ = false;
  take_frames(seen);
  source_offset_ = std::max(source_offset_, seen.offset);
  auto commits = held_behind(seen, events_max);
  const bool gap = commits.empty() && source_offset_ > seen.offset;
  const bool due = clock_.monotonic() - asked_at_ >= limits_.poll_every;
  if (commits.empty() && (gap || ask_ || due)) return ask(seen, events_max);
  more_ = !held_.empty() || bus_has_more_;
  return commits;
}

std::chrono::milliseconds CommitFeed::wait() const {
  if (more_) return std::chrono::milliseconds{0};
  const auto left = asked_at_ + limits_.poll_every - clock_.monotonic();
  return std::max(left, std::chrono::milliseconds{1});
}

// All that the bus holds, as far as there is room: the rest waits there, or is dropped there and
// asked for.
void CommitFeed::take_frames(const Seen& seen) {
  bus_has_more_ = true;
  while (bus_has_more_ && held_.size() < limits_.held_commits_max &&
         held_bytes_ < limits_.bytes_max) {
    const auto wanted = std::min(frames_per_take_max, limits_.held_commits_max - held_.size());
    const auto frames = delivery_.take(wanted);
    bus_has_more_ = frames.size() == wanted;
    for (const auto& bytes : frames) take_frame(seen, bytes);
  }
}

// Bytes from the bus prove nothing until their chain does: a bad one is dropped and asked for.
void CommitFeed::take_frame(const Seen& seen, const std::string& bytes) {
  auto frame = decode_frame(bytes);
  if (!frame || frame->log != log_ || !is_dense(frame->commit)) {
    ++counters_.damaged;
    ask_ = true;
    return;
  }
  const auto first = frame->commit.first();
  if (first <= seen.offset) {
    ++counters_.repeated;
    return;
  }
  source_offset_ = std::max(source_offset_, frame->commit.last());
  if (held_.size() >= limits_.held_commits_max) return;
  auto& held = held_[first];
  held_bytes_ += bytes.size() - held.bytes;
  held = {std::move(frame->commit), bytes.size()};
}

void CommitFeed::drop_held(Offset through) {
  while (!held_.empty() && held_.begin()->first <= through) {
    held_bytes_ -= held_.begin()->second.bytes;
    held_.erase(held_.begin());
  }
}

std::vector<Commit> CommitFeed::held_behind(const Seen& seen, std::size_t events_max) {
  std::vector<Commit> commits;
  std::size_t events = 0;
  std::size_t bytes = 0;
  Seen at = seen;
  drop_held(seen.offset);
  while (!held_.empty() && (held_.begin()->first == at.offset + 1 || SIM_BUG("gap_skipped"))) {
    auto& [first, held] = *held_.begin();
    auto& commit = held.commit;
    if (!follows(at, commit)) {
      ++counters_.damaged;
      ask_ = true;
      drop_held(first);
      break;
    }
    events += commit.events.size();
    bytes += held.bytes;
    if (!commits.empty() && (events > events_max || bytes > limits_.bytes_max)) break;
    at = after(commit);
    commits.push_back(std::move(commit));
    drop_held(first);
  }
  return commits;
}

std::variant<std::vector<Commit>, WentBack> CommitFeed::ask(const Seen& seen,
                                                            std::size_t events_max) {
  asked_at_ = clock_.monotonic();
  auto answer = source_.after(seen, {events_max, limits_.bytes_max});
  asking_ = std::holds_alternative<AnswerPending>(answer);
  if (asking_) {
    ask_ = true;
    more_ = false;
    return std::vector<Commit>{};
  }
  ++counters_.refills;
  if (auto* back = std::get_if<WentBack>(&answer)) return std::move(*back);
  auto& [commits, head] = std::get<Commits>(answer);
  ask_ = false;
  // The source's own word replaces every guess: a forged frame may have claimed a later offset.
  source_offset_ = std::max(head.offset, commits.empty() ? seen.offset : commits.back().last());
  Seen at = seen;
  for (const auto& commit : commits) {
    if (!is_dense(commit) || commit.first() != at.offset + 1 || !follows(at, commit)) {
      return WentBack{"the log " + log_ + " fails verification behind offset " +
                          std::to_string(at.offset) +
                          ": its chain does not follow from its events; nothing from there on was "
                          "applied",
                      head};
    }
    at = after(commit);
  }
  more_ = at.offset < head.offset;
  if (!more_) drop_held(at.offset);
  return std::move(commits);
}

bool CommitFeed::follows(const Seen& seen, const Commit& commit) const {
  if (SIM_BUG("gap_skipped") || SIM_BUG("chain_unchecked")) return true;
  return commit.epoch >= seen.epoch && commit.chain == chain_after(digest_, seen.chain, commit);
}

}  // namespace sync
