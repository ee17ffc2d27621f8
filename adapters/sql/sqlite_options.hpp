#pragma once

#include <string>

#include <soci/soci.h>

#include <adapters/sql/location.hpp>

namespace sql {

// What SQLite is told once for the whole process; before its first use, else without effect.
void set_up_sqlite();

std::string connect_string(const Sqlite& at);

// Durability, checkpoints and bounds of one fresh connection.
void give_options(soci::session& session, const Sqlite& at, Access access);

// The last connection leaves the WAL file at its size when it closes: growing it again would double
// the cost of each commit until then.
void keep_wal_file(soci::session& session);

}  // namespace sql
