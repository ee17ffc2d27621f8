#pragma once

#include <adapters/memory/memory_rows.hpp>

#include <ports/insight/day_counts.hpp>

namespace memory {

struct KeyOfCountRow {
  insight::CountKey operator()(const insight::CountRow& row) const { return row.key; }
};
using MemoryDayCounts = MemoryRows<insight::CountKey, insight::CountRow, KeyOfCountRow>;

}  // namespace memory
