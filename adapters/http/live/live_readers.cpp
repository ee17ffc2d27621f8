#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <adapters/http/live/live_hub.hpp>
#include <adapters/http/live/live_lines.hpp>
#include <adapters/http/live/user_of.hpp>
#include <adapters/http/sync/log_position.hpp>
#include <adapters/json/cloud_event.hpp>

// The hub's two readers of each log. They run on that module's reading threads, a step at a time.
namespace http {
namespace {

constexpr std::size_t step_events_max = 1000;

// Nothing where the log cannot be read now.
std::optional<std::vector<sync::Event>> events_behind(const ReadEvents& read,
                                                      sync::Offset offset) {
  try {
    return read(offset, step_events_max);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

// Called back where something was committed: on the writer's own thread, which does not wait.
void LiveHub::await(std::size_t line) {
  sync::Offset cursor = 0;
  {
    const std::scoped_lock lock(mutex_);
    cursor = lines_[line].cursor;
  }
  from_->await(from_->logs[line].log, cursor, std::chrono::steady_clock::time_point::max(),
                [weak = weak_from_this(), line](bool moved) {
                  const auto hub = weak.lock();
                  if (!hub || (moved && hub->read_on(line))) return;
                  hub->give_up(line, &Line::awake);
                });
}

bool LiveHub::read_on(std::size_t line) {
  return from_->logs[line].read([weak = weak_from_this(), line](const ReadEvents& read) {
    if (const auto hub = weak.lock()) hub->read_new(line, read);
  });
}

void LiveHub::read_new(std::size_t line, const ReadEvents& read) {
  sync::Offset cursor = 0;
  {
    const std::scoped_lock lock(mutex_);
    cursor = lines_[line].cursor;
    if (watchers_.empty()) {
      lines_[line].awake = false;
      return;
    }
  }
  // What is durable, and what nobody was told of yet, is nobody's business here either.
  const auto status = from_->status();
  const auto* const found = find_log(status, from_->logs[line].log);
  if (found != nullptr && has_new_epoch(line, *found)) return give_up(line, &Line::awake);
  const auto head = found == nullptr ? 0 : found->head.offset;
  const auto events = events_behind(read, cursor);
  if (!events || (events->empty() && head > cursor)) return give_up(line, &Line::awake);
  for (const auto& event : *events) {
    if (event.offset > head) break;
    tell_all(line, event);
    cursor = event.offset;
  }
  if (cursor >= head) return await(line);
  if (!read_on(line)) give_up(line, &Line::awake);
}

// The log went back: what was told of its lost end is no position to go on from.
bool LiveHub::has_new_epoch(std::size_t line, const LogStatus& log) const {
  const std::scoped_lock lock(mutex_);
  return log.head.epoch != lines_[line].epochs.back().epoch;
}

void LiveHub::tell_all(std::size_t line, const sync::Event& event) {
  const auto user = user_of(event);
  const std::scoped_lock lock(mutex_);
  lines_[line].cursor = event.offset;
  const auto found = user.empty() ? watchers_.end() : watchers_.find(std::string(user));
  if (found == watchers_.end()) return;
  const auto json = json::to_cloud_event(from_->logs[line].log,
                                         epoch_of(lines_[line].epochs, event.offset), event);
  const auto watching = found->second;  // a copy: telling may drop one
  for (const auto& watcher : watching) {
    if (watcher->behind[line] != 0 || watcher->seen[line] >= event.offset) continue;
    if (tell(line, *watcher, event, json)) continue;
    watcher->stream->cut();
    drop(*watcher);
  }
}

bool LiveHub::read_back(std::size_t line) {
  return from_->logs[line].read([weak = weak_from_this(), line](const ReadEvents& read) {
    if (const auto hub = weak.lock()) hub->read_past(line, read);
  });
}

// One step of the watcher whose turn it is; the next one's is another task, so that other reads
// come in between.
void LiveHub::read_past(std::size_t line, const ReadEvents& read) {
  WatcherPtr watcher;
  sync::Offset from = 0;
  {
    const std::scoped_lock lock(mutex_);
    auto& behind = lines_[line].behind;
    while (!behind.empty() && (!watcher || watcher->dropped)) {
      watcher = std::move(behind.front());
      behind.pop_front();
    }
    if (!watcher || watcher->dropped) {
      lines_[line].reading_back = false;
      return;
    }
    from = watcher->seen[line];
  }
  auto events = events_behind(read, from);
  if (!events) {
    // That one comes back when it can be read; the others are not concerned.
    {
      const std::scoped_lock lock(mutex_);
      watcher->stream->end();
      drop(*watcher);
    }
    if (!read_back(line)) give_up(line, &Line::reading_back);
    return;
  }
  const auto last = events->empty() ? ~sync::Offset{0} : events->back().offset;
  std::erase_if(*events, [&](const auto& event) { return user_of(event) != watcher->user_id; });
  if (tell_past(line, watcher, *events, last)) {
    const std::scoped_lock lock(mutex_);
    lines_[line].behind.push_back(watcher);
  }
  if (!read_back(line)) give_up(line, &Line::reading_back);
}

// Tells these, of all events up to `last`. Whether there is more that the watcher missed; one whose
// stream is full comes back when it has room.
bool LiveHub::tell_past(std::size_t line, const WatcherPtr& watcher,
                        const std::vector<sync::Event>& events, sync::Offset last) {
  const std::scoped_lock lock(mutex_);
  const auto cursor = lines_[line].cursor;
  for (const auto& event : events) {
    if (watcher->dropped) return false;
    if (event.offset > cursor) break;  // the reader at the end will tell it
    const auto json = json::to_cloud_event(from_->logs[line].log,
                                           epoch_of(lines_[line].epochs, event.offset), event);
    if (tell(line, *watcher, event, json)) continue;
    watcher->seen[line] = event.offset - 1;
    return !watcher->stream->await_room(
        [weak = weak_from_this(), of = std::weak_ptr(watcher), line] {
          const auto hub = weak.lock();
          const auto resumed = of.lock();
          if (hub && resumed) hub->resume(line, resumed);
        });
  }
  watcher->seen[line] = std::min(last, cursor);
  if (last < cursor) return !watcher->dropped;
  watcher->behind[line] = 0;
  end_if_over(*watcher);
  return false;
}

void LiveHub::resume(std::size_t line, const WatcherPtr& watcher) {
  {
    const std::scoped_lock lock(mutex_);
    if (watcher->dropped || !queue_past(line, watcher)) return;
  }
  if (!read_back(line)) give_up(line, &Line::reading_back);
}

}  // namespace http
