#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <adapters/sql/session.hpp>

namespace sql {

struct CopiedBytes {
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};
using CopyTold = std::function<void(const CopiedBytes&)>;

// All that this session reads is of one moment from now until its rollback, however long it is busy
// elsewhere between two reads; how large the database is then. SQLite's log file is not begun anew
// meanwhile, so it grows.
std::uint64_t begin_moment(Session& session);

// Writes the SQLite database that a reading session shows (begin_moment) as a file of its
// own, durable when this returns. The pages are those of its moment, whatever is written meanwhile.
//   to      an empty file
//   bytes   what begin_moment said
//   told    after every 2 MiB; what it throws ends the copy
//   Errors  what ports/sync/store_errors.hpp says: StoreFull where there is no room for it
void copy_file(Session& from, std::uint64_t bytes, const std::string& to, const CopyTold& told);

}  // namespace sql
