#include <app/move.hpp>

#include <optional>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/sync/head_query.hpp>
#include <adapters/sql/sync/move_marks.hpp>
#include <adapters/sql/sync/sql_store.hpp>

namespace app {
namespace {

// Pages are read and written whole: longer than any command of a lane may take.
constexpr int page_timeout_ms = 60'000;

sql::Location patient(sql::Location at) {
  if (auto* server = std::get_if<sql::Postgresql>(&at)) server->timeout_ms = page_timeout_ms;
  return at;
}

// One side of a move: a store at this binary's schema, and what it says of the move.
struct Side {
  Side(const std::string& module, const Place& place, shared::Instant now)
      : log(module + "/0"), words(place.words), session(patient(place.at), sql::Access::writer) {
    sql::Migrator{session}.bring_up_to_date(module, now);
    marks.emplace(session);
    read_head.emplace(session);
  }

  // Changes what it says, while no other writer of this log is under way.
  template <class Change>
  void say(Change change) {
    session.begin();
    try {
      if (session.dialect() == sql::Dialect::postgresql) session.run(sql::lock_statement(log));
      change(*marks);
      session.commit();
    } catch (...) {
      session.rollback();
      throw;
    }
  }

  std::string log;
  std::string words;
  sql::Session session;
  std::optional<sql::MoveMarks> marks;
  std::optional<sql::HeadQuery> read_head;
};

// What each says of a move, as the step that is due next needs it.
struct Marks {
  std::optional<sql::MoveMark> out;  // of the store that is left
  std::optional<sql::MoveMark> in;   // of the other

  bool same_move() const { return out && in && out->move_id == in->move_id; }
  bool done() const { return same_move() && out->done && in->done; }
};

void check_in(const Side& to, const Marks& marks) {
  if (marks.in && !marks.in->done) {
    throw MoveRefused(to.words + " holds part of another move, from " + marks.in->peer +
                      ": repeat that one, or empty it first");
  }
}

// A run that was killed between the two marks made the first alone.
Marks begin(Side& from, Side& to, sql::StoreCopy& copy, shared::Clock& clock, shared::Ids& ids) {
  Marks marks{from.marks->out(), to.marks->in()};
  if (marks.same_move()) return marks;
  if (marks.out && marks.out->peer != to.words) {
    throw MoveRefused(from.words + (marks.out->done ? " was moved to " : " is on its way to ") +
                      marks.out->peer);
  }
  check_in(to, marks);
  if (!copy.target_is_blank()) {
    throw MoveRefused(to.words + " holds a store of " + to.log +
                      " already: a store is moved into an empty place");
  }
  const auto now = clock.now();
  if (!marks.out) {
    marks.out = sql::MoveMark{shared::to_text(ids.next()), to.words, false};
    from.say([&](sql::MoveMarks& says) { says.say_out(*marks.out, now); });
  }
  marks.in = sql::MoveMark{marks.out->move_id, from.words, false};
  to.say([&](sql::MoveMarks& says) { says.say_in(*marks.in, now); });
  return marks;
}

void end(Side& from, Side& to, Marks marks, shared::Instant now) {
  marks.out->done = true;
  from.say([&](sql::MoveMarks& says) { says.say_out(*marks.out, now); });
  marks.in->done = true;
  to.say([&](sql::MoveMarks& says) { says.say_in(*marks.in, now); });
}

}  // namespace

MovedStore move_store(const std::string& module, const Place& from, const Place& to,
                      shared::Clock& clock, shared::Ids& ids,
                      const std::function<void(const sql::StoreCopy::Progress&)>& told) {
  Side source{module, from, clock.now()};
  Side target{module, to, clock.now()};
  sql::StoreCopy copy{module, source.session, target.session};
  const auto marks = begin(source, target, copy, clock, ids);
  if (marks.done()) return {0, (*target.read_head)(), true};
  while (copy.step()) told(copy.progress());
  end(source, target, marks, clock.now());
  return {copy.progress().rows, (*target.read_head)(), false};
}

bool cancel_move(const std::string& module, const Place& from) {
  Side source{module, from, {}};
  const auto out = source.marks->out();
  if (!out || out->done) return false;
  source.say([](sql::MoveMarks& says) { says.forget_out(); });
  return true;
}

}  // namespace app
