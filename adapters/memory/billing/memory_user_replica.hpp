#pragma once

#include <adapters/memory/memory_rows.hpp>

#include <ports/billing/user_replica.hpp>

namespace memory {

struct KeyOfKnownUser {
  billing::CustomerId operator()(const billing::KnownUser& row) const { return row.id; }
};
using MemoryUserReplica = MemoryRows<billing::CustomerId, billing::KnownUser, KeyOfKnownUser>;

}  // namespace memory
