#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include <tests/simulation/sim_disk.hpp>
#include <tests/simulation/sim_rng.hpp>

// SimVfs: SQLite's files on simulated disks. One thread; every connection of one process is in it.
//   Shape   a path "/<machine>/<file>" lies on the disk mounted under "/<machine>"; a path on no
//           disk cannot be opened. The WAL index lives in memory and dies with its process
//   Source  https://www.sqlite.org/vfs.html
namespace sim {

class SimVfs {
 public:
  // Makes it SQLite's default; once per process.
  static void install();
  // SQLite's own randomness (WAL salts) and time begin anew: the same seed, the same bytes.
  static void seed(Rng rng, std::function<std::int64_t()> unix_ms);
};

// Mount: a disk under its machine's name, for as long as this lives.
class Mount {
 public:
  Mount(std::string machine, Disk& disk);
  ~Mount();
  Mount(const Mount&) = delete;
  Mount& operator=(const Mount&) = delete;

 private:
  std::string machine_;
};

}  // namespace sim
