#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/dialect.hpp>

namespace sql {

// A migration file's statements, one by one, for the dialect. The files are written in SQLite's
// words; three of them are said otherwise to PostgreSQL:
//   INTEGER PRIMARY KEY   a 64 bit number that the database draws where none is given
//   WITHOUT ROWID         nothing
//   TEXT                  text that sorts by its bytes, as SQLite's does
// Statements end with a semicolon; a quoted text may hold one, and so may a body between $$ and $$
// or from BEGIN to END (in capitals). A comment (--) may not hold a quote. A statement behind a
// line
// "-- only sqlite" or "-- only postgresql" is for that database alone.
std::vector<std::string> statements_of(std::string_view script, Dialect dialect);

// Whether the script only adds what an older binary does not miss: its first line is "-- expand".
bool only_expands(std::string_view script);

// Tells an edited script from the one that was applied.
std::string checksum(std::string_view script);

}  // namespace sql
