#include <sync/application/follower_status.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace sync {

void show(FollowerStatus& status, const FollowerState& state, std::vector<ParkedKey> parked) {
  status.epoch = state.epoch;
  status.offset = state.offset;
  status.source_offset = std::max(status.source_offset, state.offset);
  status.stopped = state.stopped;
  status.discarded_keys =
      static_cast<std::size_t>(std::ranges::count(parked, true, &ParkedKey::discarded));
  status.parked_keys = parked.size() - status.discarded_keys;
  std::ranges::sort(parked, {}, [](const ParkedKey& of) {
    return std::tie(of.aggregate_type, of.key);
  });
  status.parked.reset();
  if (parked.empty()) return;
  status.parked = std::make_shared<const std::vector<ParkedKey>>(std::move(parked));
}

}  // namespace sync
