#include <sync/application/key_walk.hpp>

#include <algorithm>

#include <sync/application/sync_errors.hpp>

namespace sync {
namespace {

constexpr Offset window_rows = 10'000;
// Some seconds on a machine of its time; a reading thread is busy as long.
constexpr Offset as_of_rows_max = 2'000'000;

bool full(const HistoryPage& page, std::size_t bytes, const HistoryLimits& limits) {
  return page.events.size() >= limits.events_max || bytes >= limits.bytes_max;
}

// The key's last event in [first, through]; nothing where there is none.
std::optional<Event> last_in(KeyHistory& log, const std::string& key, Offset first,
                             Offset through) {
  for (auto high = through; high >= first && high != 0;) {
    const auto low = high - first >= window_rows ? high - window_rows + 1 : first;
    auto found = log.newest(key, low, high, 1);
    if (!found.empty()) return std::move(found.front());
    high = low - 1;
  }
  return std::nullopt;
}

std::optional<Event> first_in(KeyHistory& log, const std::string& key, Offset first,
                              Offset through) {
  for (auto low = first; low <= through; low += window_rows) {
    auto found = log.oldest(key, low, std::min(through, low + window_rows - 1), 1);
    if (!found.empty()) return std::move(found.front());
  }
  return std::nullopt;
}

}  // namespace

HistoryPage history_before(KeyHistory& log, const std::string& key, Offset before,
                           const HistoryLimits& limits) {
  HistoryPage page;
  const auto first = log.first();
  std::size_t bytes = 0;
  page.next = before;
  for (Offset rows = 0; page.next > first && rows < limits.rows_max;) {
    const auto high = page.next - 1;
    const auto low = high - first >= window_rows ? high - window_rows + 1 : first;
    const auto wanted = std::min<std::size_t>(limits.events_max - page.events.size(), 100);
    auto found = log.newest(key, low, high, wanted);
    // All of the window was looked at, or as far as the last of as many as were asked for.
    page.next = found.size() == wanted ? found.back().offset : low;
    rows += high - page.next + 1;
    for (auto& event : found) {
      bytes += event.payload.size();
      page.whole = event.version == 1;
      page.events.push_back(std::move(event));
      if (page.whole || !full(page, bytes, limits)) continue;
      page.next = page.events.back().offset;
      return page;
    }
    if (page.whole) page.next = 0;
  }
  if (page.next <= first) page.next = 0;
  return page;
}

Offset offset_at(LogReader& log, Offset first, Offset head, shared::Instant at) {
  Offset low = first - 1;  // is before it, or is nothing
  for (auto high = head + 1; low + 1 < high;) {
    const auto middle = low + (high - low) / 2;
    const auto event = log.events(middle - 1, 1);
    const bool by_then = !event.empty() && event.front().occurred_at <= at;
    (by_then ? low : high) = middle;
  }
  return low;
}

shared::Result<KeyThen> key_as_of(KeyHistory& log, const std::string& key, Offset at, Offset head,
                                  bool exists) {
  const auto first = log.first();
  if (at + 1 < first) return shared::refuse(errors::history_cut(first));
  const auto rows_behind = head - std::min(head, at);
  const auto rows_before = at + 1 - first;
  // What is there now, or an event since, says what was; of what is gone the end is looked for.
  const bool forward = exists && rows_behind <= rows_before;
  if (std::min(rows_behind, rows_before) > as_of_rows_max) {
    return shared::refuse(errors::too_far_back(as_of_rows_max));
  }
  if (forward || rows_before > as_of_rows_max) {
    auto since = first_in(log, key, at + 1, head);
    if (since) return KeyThen{KeyThen::Kind::before, std::move(since)};
    if (exists) return KeyThen{KeyThen::Kind::silent, {}};
    if (rows_before > as_of_rows_max) return shared::refuse(errors::too_far_back(as_of_rows_max));
  }
  auto last = last_in(log, key, first, at);
  if (last) return KeyThen{KeyThen::Kind::after, std::move(last)};
  if (first > 1) return shared::refuse(errors::history_cut(first));
  return KeyThen{};
}

}  // namespace sync
