#include <adapters/sql/failure.hpp>

#include <string>
#include <string_view>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

// SOCI's what() holds the bound values, PostgreSQL's DETAIL line the offending key.
std::string first_line(const soci::soci_error& error) {
  std::string text = error.get_error_message();
  if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
  return text;
}

// libpq says in its further lines why it cannot connect; they hold nothing that was bound.
std::string joined_lines(const soci::soci_error& error) {
  std::string out;
  for (const char c : error.get_error_message()) {
    if (c != '\n') out += c;
    else if (!out.ends_with(' ')) out += ' ';
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

[[noreturn]] void throw_sqlite(int code, const std::string& text) {
  const auto report = "sqlite " + std::to_string(code) + ": " + text;
  switch (code & 0xff) {  // the low byte is the primary code
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
    case SQLITE_CANTOPEN: throw sync::StoreUnavailable(report);
    case SQLITE_FULL: throw sync::StoreFull(report);
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH: throw sync::StoreRejected(report);
    // Also out of memory: where that hits a COMMIT, its last frame may be in the log already.
    default: throw sync::StoreBroken(report);
  }
}

//   Source  https://www.postgresql.org/docs/15/errcodes-appendix.html
[[noreturn]] void throw_postgresql(std::string_view state, const std::string& text) {
  const auto report = "postgresql " + std::string(state) + ": " + text;
  const auto is = [&](std::string_view prefix) { return state.starts_with(prefix); };
  // Serialization failure, deadlock, lock_timeout.
  if (is("40001") || is("40P01") || is("55P03")) throw sync::StoreBusy(report);
  if (is("53100")) throw sync::StoreFull(report);
  if (is("22") || is("23") || is("54")) throw sync::StoreRejected(report);
  if (is("XX00") || is("42") || is("3F")) throw sync::StoreBroken(report);
  // Lost connections (also without a state), shutdowns, time-outs, lack of resources,
  // trouble of the server's own machine: the server recovers without us.
  throw sync::StoreUnavailable(report);
}

}  // namespace

void throw_as_store_failure(const soci::soci_error& error) {
  const auto text = first_line(error);
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    throw_sqlite(sqlite->result(), text);
  }
  if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
    throw_postgresql(postgresql->sqlstate(), text);
  }
  throw sync::StoreUnavailable(joined_lines(error));  // what connecting to PostgreSQL throws
}

}  // namespace sql
