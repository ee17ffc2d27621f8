#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>

#include <ports/sync/event_log.hpp>
#include <ports/sync/key_history.hpp>

// Walks along a log after one key: some ten thousand rows a statement, so that no read is long.
namespace sync {

struct HistoryLimits {
  std::size_t events_max = 100;
  std::size_t bytes_max = 4 * 1024 * 1024;  // of payload
  std::size_t rows_max = 200'000;           // looked at, whoever's they are
};

// HistoryPage: events of one key, newest first, and how far back was looked.
struct HistoryPage {
  std::vector<Event> events;
  Offset next = 0;    // go on before this offset; 0: there is nothing before
  bool whole = false;  // the last of these events is the key's first
};

// The key's events before that offset.
HistoryPage history_before(KeyHistory& log, const std::string& key, Offset before,
                           const HistoryLimits& limits = {});

// The last offset up to which the log had come at that time; 0 where that is before its first
// event. Events lie in the order of their times but for what clocks of several instances differ by.
Offset offset_at(LogReader& log, Offset first, Offset head, shared::Instant at);

// KeyThen: what a log says of one key as of an offset.
struct KeyThen {
  enum class Kind {
    after,    // `event` was its last by then: its state after it holds
    before,   // `event` was its first since then: its state before it holds
    silent,   // none since: what it is now holds
    unknown,  // none by then
  };
  Kind kind = Kind::unknown;
  std::optional<Event> event;
};

// Looks forward or back, whichever way is shorter; `exists` says whether the key is there now,
// asked before `head` was.
//   Errors  sync.history_cut where the log begins behind it, sync.too_far_back
shared::Result<KeyThen> key_as_of(KeyHistory& log, const std::string& key, Offset at, Offset head,
                                  bool exists);

}  // namespace sync
