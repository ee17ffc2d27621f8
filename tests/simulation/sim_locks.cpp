#include <tests/simulation/sim_locks.hpp>

namespace sim {
namespace {

constexpr int none = 0;
constexpr int shared = 1;
constexpr int pending = 3;
constexpr int exclusive = 4;

SharedIndex::Mask bit(int slot) { return static_cast<SharedIndex::Mask>(1U << slot); }

}  // namespace

bool FileLocks::lock(int& held, int wanted) {
  if (held >= wanted) return true;
  const bool mine = held > shared;
  if (wanted == shared) {
    if (writer_ >= pending) return false;
    ++shared_;
    held = shared;
    return true;
  }
  if (writer_ > shared && !mine) return false;
  if (wanted == exclusive && shared_ > 1) {
    // New readers are kept out until those who read now have left.
    held = writer_ = pending;
    return false;
  }
  held = writer_ = wanted;
  return true;
}

void FileLocks::unlock(int& held, int wanted) {
  if (held <= wanted) return;
  if (held > shared) writer_ = 0;
  if (wanted == none) --shared_;
  held = wanted;
}

bool SharedIndex::lock_shared(Mask slots_asked, Mask& mine_shared) {
  if ((writers_ & slots_asked) != 0) return false;
  for (int slot = 0; slot < slots; ++slot) {
    if ((slots_asked & bit(slot)) != 0 && (mine_shared & bit(slot)) == 0) {
      ++readers_[static_cast<std::size_t>(slot)];
    }
  }
  mine_shared = static_cast<Mask>(mine_shared | slots_asked);
  return true;
}

bool SharedIndex::lock_exclusive(Mask slots_asked, Mask mine_shared, Mask& mine_exclusive) {
  for (int slot = 0; slot < slots; ++slot) {
    if ((slots_asked & bit(slot)) == 0) continue;
    const int mine = (mine_shared & bit(slot)) != 0 ? 1 : 0;
    if (readers_[static_cast<std::size_t>(slot)] > mine) return false;
    if ((writers_ & bit(slot)) != 0 && (mine_exclusive & bit(slot)) == 0) return false;
  }
  writers_ = static_cast<Mask>(writers_ | slots_asked);
  mine_exclusive = static_cast<Mask>(mine_exclusive | slots_asked);
  return true;
}

void SharedIndex::unlock(Mask slots_asked, Mask& mine_shared, Mask& mine_exclusive) {
  for (int slot = 0; slot < slots; ++slot) {
    if ((slots_asked & mine_shared & bit(slot)) != 0) --readers_[static_cast<std::size_t>(slot)];
  }
  writers_ = static_cast<Mask>(writers_ & ~(slots_asked & mine_exclusive));
  mine_shared = static_cast<Mask>(mine_shared & ~slots_asked);
  mine_exclusive = static_cast<Mask>(mine_exclusive & ~slots_asked);
}

}  // namespace sim
