#pragma once

#include <vector>

#include <ports/sync/follower_store.hpp>
#include <ports/sync/observer.hpp>

namespace sync {

// Shows in a status what is durable of its follower, and leaves the rest of it.
void show(FollowerStatus& status, const FollowerState& state, std::vector<ParkedKey> parked);

}  // namespace sync
