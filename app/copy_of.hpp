#pragma once

#include <adapters/sql/sync/sql_replica_reader.hpp>
#include <ports/sync/replica_reader.hpp>

namespace app {

// CopyOf: a copy of another module's aggregates: where it lies, and what of them.
struct CopyOf {
  sql::CopyTable table;
  decltype(sync::Copied::kept_of) kept_of;
};

}  // namespace app
