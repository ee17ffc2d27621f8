#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

// FileLocks, SharedIndex: what the connections of one process share about one database file.
//   Source  https://www.sqlite.org/lockingv3.html; sqlite3_io_methods for the WAL index
namespace sim {

// FileLocks: none, shared, reserved, pending, exclusive, as SQLite numbers them (0 to 4).
class FileLocks {
 public:
  // Raises `held` to `wanted`; false where another connection stands in the way.
  bool lock(int& held, int wanted);
  void unlock(int& held, int wanted);
  bool reserved() const { return writer_ > 1; }

 private:
  int shared_ = 0;
  int writer_ = 0;  // the highest lock above shared that one connection holds
};

// SharedIndex: the WAL index, in the memory of the process: regions that never move, and 8 locks.
struct SharedIndex {
  static constexpr int slots = 8;
  using Mask = std::uint16_t;

  // `mine_*` are the caller's locks; false where another connection stands in the way.
  bool lock_shared(Mask slots_asked, Mask& mine_shared);
  bool lock_exclusive(Mask slots_asked, Mask mine_shared, Mask& mine_exclusive);
  void unlock(Mask slots_asked, Mask& mine_shared, Mask& mine_exclusive);

  std::vector<std::unique_ptr<char[]>> regions;

 private:
  std::array<int, slots> readers_{};
  Mask writers_ = 0;
};

}  // namespace sim
