#pragma once

#include <optional>
#include <string>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/query.hpp>

#include <shared/domain/instant.hpp>

namespace sql {

// MoveMark: what a store says of its move to or from another.
struct MoveMark {
  std::string move_id;
  std::string peer;  // the other store, in words
  bool done = false;

  bool operator==(const MoveMark&) const = default;
};

// MoveMarks: the two of one store. Changes are made inside the session's open transaction.
class MoveMarks {
 public:
  explicit MoveMarks(Session& session);

  std::optional<MoveMark> in() { return find("in"); }
  std::optional<MoveMark> out() { return find("out"); }
  void say_in(const MoveMark& mark, shared::Instant now) { say("in", mark, now); }
  void say_out(const MoveMark& mark, shared::Instant now) { say("out", mark, now); }
  void forget_in() { forget_.with("in").run(); }
  void forget_out() { forget_.with("out").run(); }

 private:
  std::optional<MoveMark> find(const std::string& direction);
  void say(const std::string& direction, const MoveMark& mark, shared::Instant now);

  Query find_;
  Query say_;
  Query forget_;
};

// A condition on store_move: this store must not be written.
inline constexpr const char* not_to_be_written = "(direction = 'out' OR state <> 'done')";

// The store is not whole yet, or lives elsewhere by now; the text says where, and what to do.
struct StoreMoved : MigrationRefused {
  using MigrationRefused::MigrationRefused;
};

// Throws StoreMoved where this store must not be opened for writing.
void refuse_moved(Session& session);

}  // namespace sql
