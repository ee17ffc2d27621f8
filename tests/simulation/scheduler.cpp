#include <tests/simulation/scheduler.hpp>

namespace sim {

void Scheduler::after(std::chrono::microseconds delay, Owner owner, Task task) {
  timers_.emplace(time_.passed + delay, Entry{owner, std::move(task)});
}

void Scheduler::forget(Owner owner) {
  const auto is_its = [owner](const Entry& entry) { return entry.owner == owner; };
  frozen_.erase(owner);
  std::erase_if(held_, is_its);
  std::erase_if(ready_, is_its);
  std::erase_if(timers_, [owner](const auto& timer) { return timer.second.owner == owner; });
}

void Scheduler::thaw(Owner owner) {
  frozen_.erase(owner);
  for (auto& entry : held_) {
    if (entry.owner == owner) ready_.push_back(std::move(entry));
  }
  std::erase_if(held_, [owner](const Entry& entry) { return entry.owner == owner; });
}

bool Scheduler::run_one() {
  if (ready_.empty() && timers_.empty()) return false;
  if (ready_.empty()) time_.passed = std::max(time_.passed, timers_.begin()->first);
  while (!timers_.empty() && timers_.begin()->first <= time_.passed) {
    ready_.push_back(std::move(timers_.begin()->second));
    timers_.erase(timers_.begin());
  }
  const auto picked = rng_.below(ready_.size());
  std::swap(ready_[picked], ready_.back());
  Entry entry = std::move(ready_.back());
  ready_.pop_back();
  if (frozen_.contains(entry.owner)) {
    held_.push_back(std::move(entry));
    return true;
  }
  ++steps_;
  // A step takes time, so that tasks which keep each other ready cannot hold time still.
  time_.passed += std::chrono::microseconds{10 + rng_.below(90)};
  entry.task();
  return true;
}

}  // namespace sim
