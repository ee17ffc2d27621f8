#pragma once

#include <vector>

#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>
#include <sync/domain/position.hpp>

// Tokens: the position a write answered with, carried by a later read so that it sees that write.
namespace sync {

// LogView: what is known here of one log, and how far this module has come in it.
struct LogView {
  std::vector<EpochStart> epochs;  // oldest first, never empty
  Offset head = 0;
  Offset seen = 0;  // the follower's durable offset; the head itself for a module's own log
  Epoch epoch = ~Epoch{0};  // of that offset; a module's own log has none that was lost
};

// True: a read here sees what was written at that position. False: not yet, waiting helps.
// Refuses sync.beyond_head (never answered by this log) and sync.position_lost (written in an
// earlier epoch, behind the point where the next one began). Sound because offsets are a completed
// prefix: who has seen offset n has seen all up to n, but for what a later epoch put in its place.
shared::Result<bool> reached(const Position& token, const LogView& view);

}  // namespace sync
