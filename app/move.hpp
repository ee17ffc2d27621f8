#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

#include <adapters/sql/location.hpp>
#include <adapters/sql/move/store_copy.hpp>
#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <sync/domain/event.hpp>

namespace app {

// Why a store is not moved: one line for a person. Nothing was changed.
struct MoveRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Where a module's store lies, and how that is said to people.
struct Place {
  sql::Location at;
  std::string words;  // "the data folder /srv/cleave", "PostgreSQL, schema billing"
};

struct MovedStore {
  std::uint64_t rows = 0;
  sync::Head head;     // of the log, the same on both sides
  bool before = false;  // an earlier run had done it all
};

// Carries a module's whole state, log, positions and epoch from one store to another, which must be
// empty: copied page by page, then every row compared. From its begin until its end nobody writes
// either store; its last two transactions say that the one has moved and that the other is whole.
//   Repeat  one that was killed goes on where it was; one that is done stays so
//   Errors  MoveRefused, sql::StoresDiffer, sql::MigrationRefused, store failures
MovedStore move_store(const std::string& module, const Place& from, const Place& to,
                      shared::Clock& clock, shared::Ids& ids,
                      const std::function<void(const sql::StoreCopy::Progress&)>& told);

// Gives up a move that has not ended: the store may be written again where it is. What was copied
// stays where it is, and can be used by nobody. False where no move of it is under way.
bool cancel_move(const std::string& module, const Place& from);

}  // namespace app
