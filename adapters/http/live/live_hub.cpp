#include <adapters/http/live/live_hub.hpp>

#include <algorithm>
#include <utility>

#include <adapters/http/live/live_lines.hpp>
#include <adapters/http/live/server_sent_event.hpp>
#include <adapters/http/sync/log_position.hpp>
#include <adapters/json/write.hpp>
#include <sync/application/sync_errors.hpp>

namespace http {

LiveHub::LiveHub(LiveLogs from)
    : from_(std::make_unique<const LiveLogs>(std::move(from))), lines_(from_->logs.size()) {}

LiveHub::~LiveHub() = default;

// Where each log is told from: the given offsets, or the heads.
shared::Result<std::vector<sync::Offset>> LiveHub::begin_at(
    const SyncStatus& status, const std::optional<std::vector<sync::Position>>& after) const {
  std::vector<sync::Offset> offsets(lines_.size(), 0);
  for (std::size_t i = 0; i < lines_.size() && !after; ++i) {
    const auto* const log = find_log(status, from_->logs[i].log);
    if (log == nullptr) return shared::refuse(sync::errors::unknown_log(from_->logs[i].log));
    offsets[i] = log->head.offset;
  }
  if (!after) return offsets;
  for (const auto& position : *after) {
    const auto module = std::ranges::find(from_->logs, position.log, &LiveLogs::Log::log);
    const auto* const log = find_log(status, position.log);
    if (module == from_->logs.end() || log == nullptr) {
      return shared::refuse(sync::errors::unknown_log(position.log));
    }
    const auto checked = check_position(*log, position);
    if (!checked) return shared::refuse(checked.error());
    offsets[static_cast<std::size_t>(module - from_->logs.begin())] = position.offset;
  }
  return offsets;
}

LiveHub::WatcherPtr LiveHub::make_watcher(const std::string& user_id) {
  auto watcher = std::make_shared<Watcher>();
  watcher->user_id = user_id;
  watcher->stream = std::make_shared<BodyStream>(std::string(server_sent_heartbeat));
  watcher->behind.resize(lines_.size(), 0);
  watcher->stream->when_gone([weak = weak_from_this(), of = std::weak_ptr(watcher)] {
    const auto hub = weak.lock();
    const auto gone = of.lock();
    if (!hub || !gone) return;
    const std::scoped_lock lock(hub->mutex_);
    hub->drop(*gone);
  });
  return watcher;
}

shared::Result<LiveHub::Body> LiveHub::watch(
    const std::string& user_id, const std::optional<std::vector<sync::Position>>& after) {
  const auto status = from_->status();
  auto offsets = begin_at(status, after);
  if (!offsets) return shared::refuse(offsets.error());
  const auto watcher = make_watcher(user_id);
  auto body = std::make_shared<BodyReader>(watcher->stream);
  std::vector<std::size_t> to_await;
  std::vector<std::size_t> to_read;
  {
    const std::scoped_lock lock(mutex_);
    watcher->seen = std::move(*offsets);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      Line& line = lines_[i];
      if (!line.awake) {
        const auto* const log = find_log(status, from_->logs[i].log);
        line.epochs = log == nullptr ? std::vector<sync::EpochStart>{{}} : log->epochs;
        line.cursor = log == nullptr ? 0 : log->head.offset;
        line.awake = true;
        to_await.push_back(i);
      }
      if (!after) watcher->seen[i] = line.cursor;
      if (watcher->seen[i] >= line.cursor) continue;
      watcher->behind[i] = 1;
      if (queue_past(i, watcher)) to_read.push_back(i);
    }
    watcher->stream->offer(watching(*watcher));
    watchers_[user_id].push_back(watcher);
  }
  for (const std::size_t line : to_await) await(line);
  for (const std::size_t line : to_read) {
    if (!read_back(line)) give_up(line, &Line::reading_back);
  }
  return body;
}

std::size_t LiveHub::watchers() const {
  const std::scoped_lock lock(mutex_);
  std::size_t count = 0;
  for (const auto& [user, watching] : watchers_) count += watching.size();
  return count;
}

// False where the stream has no room; nothing was told then.
bool LiveHub::tell(std::size_t line, Watcher& watcher, const sync::Event& event,
                   const std::string& json) {
  const auto before = std::exchange(watcher.seen[line], event.offset);
  const auto text = server_sent_event(positions_of(watcher), event.type, json);
  const auto offered = watcher.stream->offer(text);
  if (offered == BodyStream::Offered::full) {
    watcher.seen[line] = before;
    return false;
  }
  if (offered == BodyStream::Offered::gone) {
    drop(watcher);
    return true;
  }
  watcher.over = watcher.over || (event.removes && event.key == watcher.user_id);
  end_if_over(watcher);
  return true;
}

// True: the reader of the past must be started.
bool LiveHub::queue_past(std::size_t line, WatcherPtr watcher) {
  lines_[line].behind.push_back(std::move(watcher));
  return !std::exchange(lines_[line].reading_back, true);
}

// What was missed of the other logs is still told to who hears of the user's end.
void LiveHub::end_if_over(Watcher& watcher) {
  if (!watcher.over || std::ranges::count(watcher.behind, 1) > 0) return;
  watcher.stream->end();
  drop(watcher);
}

void LiveHub::drop(Watcher& watcher) {
  watcher.dropped = true;
  const auto of_user = watchers_.find(watcher.user_id);
  if (of_user == watchers_.end()) return;
  std::erase_if(of_user->second, [&](const WatcherPtr& one) { return one.get() == &watcher; });
  if (of_user->second.empty()) watchers_.erase(of_user);
}

// All streams end: they are resumed by who reads them, once things work again.
void LiveHub::give_up(std::size_t line, bool Line::*running) {
  const std::scoped_lock lock(mutex_);
  lines_[line].*running = false;
  for (const auto& [user, watching] : watchers_) {
    for (const auto& watcher : watching) {
      watcher->dropped = true;
      watcher->stream->end();
    }
  }
  watchers_.clear();
  for (auto& one : lines_) one.behind.clear();
}

std::string LiveHub::positions_of(const Watcher& watcher) const {
  std::string text;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    const auto offset =
        watcher.behind[i] != 0 ? watcher.seen[i] : std::max(watcher.seen[i], line.cursor);
    if (!text.empty()) text += ',';
    text += sync::to_text({from_->logs[i].log, epoch_of(line.epochs, offset), offset});
  }
  return text;
}

std::string LiveHub::watching(const Watcher& watcher) const {
  const auto positions = positions_of(watcher);
  std::string data = R"({"user_id":)";
  json::write_text(data, watcher.user_id);
  data += R"(,"positions":)";
  json::write_text(data, positions);
  data += '}';
  return server_sent_event(positions, "watching", data);
}

}  // namespace http
