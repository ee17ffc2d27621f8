#pragma once

#include <string>
#include <variant>

namespace sql {

// Sqlite: one module's database as a file. Only one process may have it open.
struct Sqlite {
  std::string path;
  std::string vfs = {};         // SQLite's default where empty
  int cache_kib = 8 * 1024;     // of pages the writer holds in memory
  // Of 4 KiB; the WAL file grows to this once and keeps its size. A checkpoint writes each page
  // once, however often it changed: at a million users 8,000 were measured at half the rate of
  // 20,000.
  int checkpoint_pages = 20'000;
  // Grow that file when it is opened, not commit by commit: a growing file doubles each commit's
  // cost. For processes that stay.
  bool grow_wal = false;
  // Nobody changes the file while it is read, so that nothing is locked or made beside it. For
  // readers.
  bool immutable = false;
};

// Postgresql: one module's database as a schema of a PostgreSQL server.
struct Postgresql {
  std::string conninfo;    // libpq's, in its "key=value" form
  std::string schema;      // [a-z_]+
  int timeout_ms = 1000;   // of a lock, a statement, an idle transaction, an unanswered packet
};

using Location = std::variant<Sqlite, Postgresql>;

enum class Access {
  writer,  // the only one of its module; it alone checkpoints, and it closes last
  reader,  // never writes; any number
};

}  // namespace sql
