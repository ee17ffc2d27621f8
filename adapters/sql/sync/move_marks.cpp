#include <adapters/sql/sync/move_marks.hpp>

namespace sql {

MoveMarks::MoveMarks(Session& session)
    : find_(session,
            "SELECT move_id, peer, state FROM store_move WHERE direction = :direction", "t",
            "ttt"),
      say_(session,
           "INSERT INTO store_move (direction, move_id, peer, state, changed_at) "
           "VALUES (:direction, :move, :peer, :state, :at) ON CONFLICT (direction) DO UPDATE SET "
           "move_id = excluded.move_id, peer = excluded.peer, state = excluded.state, "
           "changed_at = excluded.changed_at",
           "ttttn"),
      forget_(session, "DELETE FROM store_move WHERE direction = :direction", "t") {}

std::optional<MoveMark> MoveMarks::find(const std::string& direction) {
  if (!find_.with(direction).one()) return std::nullopt;
  return MoveMark{find_.text(0), find_.text(1), find_.text(2) == "done"};
}

void MoveMarks::say(const std::string& direction, const MoveMark& mark, shared::Instant now) {
  say_.with(direction, mark.move_id, mark.peer, mark.done ? "done" : "open",
            shared::to_unix_ms(now))
      .run();
}

void refuse_moved(Session& session) {
  MoveMarks marks{session};
  if (const auto out = marks.out()) {
    if (out->done) {
      throw StoreMoved("this store was moved to " + out->peer +
                       " and is kept as it was then: work with that one, or move it back with "
                       "`cleave move`");
    }
    throw StoreMoved("this store is on its way to " + out->peer +
                     ": repeat the `cleave move` that began it, or give it up with --cancel");
  }
  if (const auto in = marks.in(); in && !in->done) {
    throw StoreMoved("this store is not whole yet: repeat the `cleave move` from " + in->peer +
                     " that began it");
  }
}

}  // namespace sql
