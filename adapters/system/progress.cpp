#include <adapters/system/progress.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace os {
namespace {

constexpr std::size_t marks_max = 512;

template <class Row, class Name>
const Row* find(const std::vector<Row>& rows, Name Row::* name, std::string_view wanted) {
  const auto found = std::ranges::find(rows, wanted, name);
  return found == rows.end() ? nullptr : &*found;
}

template <class Row, class Name>
void put(std::vector<Row>& rows, Name Row::* name, const Row& row) {
  const auto found = std::ranges::find(rows, row.*name, name);
  if (found == rows.end()) {
    rows.push_back(row);
  } else {
    *found = row;
  }
}

bool is_later(const LogProgress& progress, const LogProgress* known) {
  return known == nullptr || std::pair{progress.head.epoch, progress.head.offset} >
                                 std::pair{known->head.epoch, known->head.offset};
}

}  // namespace

const LogProgress* Board::log(std::string_view name) const {
  return find(logs, &LogProgress::log, name);
}

const sync::FollowerStatus* Board::follower(std::string_view name) const {
  return find(followers, &sync::FollowerStatus::follower, name);
}

Progress::Progress(std::size_t waiters_max)
    : waiters_max_(waiters_max), timer_([this] { keep_time(); }) {}

Progress::~Progress() { stop(); }

void Progress::publish_log(const LogProgress& progress) {
  std::vector<Waiter> reached;
  {
    const std::scoped_lock lock(mutex_);
    if (!is_later(progress, board_.log(progress.log))) return;
    put(board_.logs, &LogProgress::log, progress);
    mark(progress.log, {progress.head.offset, progress.committed_at});
    reached = take_reached();
  }
  for (auto& waiter : reached) waiter.answer(WaitEnd::reached);
}

void Progress::publish_follower(const sync::FollowerStatus& status, shared::Instant now) {
  std::vector<Waiter> reached;
  {
    const std::scoped_lock lock(mutex_);
    put(board_.followers, &sync::FollowerStatus::follower, status);
    const bool is_elsewhere = board_.log(status.source) == nullptr;
    if (is_elsewhere) mark(status.source, {status.source_offset, now});
    forget_marks(status.source);
    reached = take_reached();
  }
  for (auto& waiter : reached) waiter.answer(WaitEnd::reached);
}

// Where marks are too many, they are kept further apart.
void Progress::mark(const std::string& source, Mark reached) {
  auto found = std::ranges::find(marks_, source, &Marks::log);
  if (found == marks_.end()) found = marks_.insert(marks_.end(), Marks{source, {}});
  auto& [log, marks, apart] = *found;
  while (!marks.empty() && marks.back().offset > reached.offset) marks.pop_back();
  if (!marks.empty() && marks.back().offset == reached.offset) return;  // known since then
  if (!marks.empty() && reached.at < marks.back().at + apart) return;
  marks.push_back(reached);
  while (marks.size() > marks_max) {
    apart = std::max(apart * 2, std::chrono::milliseconds{1});
    std::deque<Mark> kept;
    for (const auto& mark : marks) {
      if (kept.empty() || mark.at >= kept.back().at + apart) kept.push_back(mark);
    }
    marks.swap(kept);
  }
}

// Marks that every follower of the log has passed say nothing any more.
void Progress::forget_marks(std::string_view log) {
  const auto found = std::ranges::find(marks_, log, &Marks::log);
  if (found == marks_.end()) return;
  auto passed = sync::Offset{0} - 1;
  for (const auto& follower : board_.followers) {
    if (follower.source == log) passed = std::min(passed, follower.offset);
  }
  auto& marks = found->marks;
  while (!marks.empty() && marks.front().offset <= passed) marks.pop_front();
  if (marks.empty()) found->apart = {};
}

Board Progress::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return board_;
}

std::chrono::milliseconds Progress::lag(std::string_view follower, shared::Instant now) const {
  const std::scoped_lock lock(mutex_);
  const auto* const at = board_.follower(follower);
  if (at == nullptr) return {};
  const auto* const source = board_.log(at->source);
  if (at->offset >= (source != nullptr ? source->head.offset : at->source_offset)) return {};
  shared::Instant since = source != nullptr ? source->committed_at : now;
  const auto found = std::ranges::find(marks_, at->source, &Marks::log);
  if (found != marks_.end()) {
    const auto& marks = found->marks;
    const auto first = std::ranges::upper_bound(marks, at->offset, {}, &Mark::offset);
    if (first != marks.end()) since = first->at;
  }
  return std::max(now - since, std::chrono::milliseconds{0});
}

void Progress::wait(Condition condition, Clock::time_point deadline, Answer answer) {
  std::unique_lock lock(mutex_);
  if (condition(board_)) {
    lock.unlock();
    return answer(WaitEnd::reached);
  }
  if (stopping_ || waiters_.size() >= waiters_max_) {
    const auto end = stopping_ ? WaitEnd::stopping : WaitEnd::refused;
    lock.unlock();
    return answer(end);
  }
  waiters_.push_back({std::move(condition), deadline, std::move(answer)});
  const bool sooner = deadline < alarm_;
  if (sooner) alarm_ = deadline;
  lock.unlock();
  if (sooner) timer_wake_.notify_one();
}

void Progress::stop() {
  std::vector<Waiter> waiters;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    waiters.swap(waiters_);
  }
  timer_wake_.notify_one();
  for (auto& waiter : waiters) waiter.answer(WaitEnd::stopping);
  if (timer_.joinable()) timer_.join();
}

// Those whose condition holds now, taken out of the line.
std::vector<Progress::Waiter> Progress::take_reached() {
  std::vector<Waiter> reached;
  if (waiters_.empty()) return reached;
  const auto rest = std::stable_partition(waiters_.begin(), waiters_.end(),
                                          [this](Waiter& w) { return !w.condition(board_); });
  std::move(rest, waiters_.end(), std::back_inserter(reached));
  waiters_.erase(rest, waiters_.end());
  return reached;
}

// Those whose time is over, taken out of the line; sets the alarm for the rest.
std::vector<Progress::Waiter> Progress::take_late(Clock::time_point now) {
  std::vector<Waiter> late;
  const auto rest = std::stable_partition(waiters_.begin(), waiters_.end(),
                                          [now](const Waiter& w) { return w.deadline > now; });
  std::move(rest, waiters_.end(), std::back_inserter(late));
  waiters_.erase(rest, waiters_.end());
  alarm_ = Clock::time_point::max();
  for (const auto& waiter : waiters_) alarm_ = std::min(alarm_, waiter.deadline);
  return late;
}

void Progress::keep_time() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (alarm_ == Clock::time_point::max()) {
      timer_wake_.wait(lock);  // a wait_until to the end of time overflows
    } else {
      timer_wake_.wait_until(lock, alarm_);
    }
    auto late = take_late(Clock::now());
    lock.unlock();
    for (auto& waiter : late) waiter.answer(WaitEnd::late);
    lock.lock();
  }
}

}  // namespace os
