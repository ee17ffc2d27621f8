#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tests/simulation/sim_rng.hpp>

// DiskFile: one file of a simulated disk, as the page cache shows it and as the platter holds it.
//   Shape   the cache's bytes, the platter's bytes, and the writes on their way between the two
//   Units   a write is torn at sectors of 512 bytes; bytes outside a write never change (a disk
//           with power-safe overwrite, which is what SQLite assumes on Linux)
namespace sim {

inline constexpr std::size_t sector_bytes = 512;

// How the writes on their way end, when the power goes.
enum class Cut { independent, prefix, all, none };

class DiskFile {
 public:
  const std::string& cached() const { return cached_; }
  bool dirty() const { return !pending_.empty(); }

  void write(std::size_t offset, std::string_view bytes);
  void truncate(std::size_t size);
  // All writes so far reach the platter.
  void sync();
  // Each write so far is kept, dropped or torn on its way to the platter. The cache still shows
  // all of them: so it is after a failed fsync, and so it is until the power is back.
  void decide(Cut cut, Rng& rng);
  // The cache is read again from the platter: the machine came back.
  void reload();
  // Both hold these bytes.
  void replace(std::string bytes);

 private:
  struct Pending {
    bool truncates = false;
    std::size_t offset = 0;  // or the new size
    std::size_t from = 0;    // of its bytes in arena_
    std::size_t count = 0;
  };

  void settle(const Pending& pending);
  void tear(const Pending& pending, Rng& rng);
  void spill(const Pending& pending, Rng& rng);

  std::string cached_;
  std::string platter_;
  std::vector<Pending> pending_;
  std::string arena_;
};

}  // namespace sim
