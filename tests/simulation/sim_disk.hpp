#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tests/simulation/disk_file.hpp>
#include <tests/simulation/sim_rng.hpp>

// Disk: the disk of one simulated machine, with one process on it.
//   Shape   a directory of files; what is synced survives a power cut, the rest is kept, dropped or
//           torn; creations and removals survive in order (a journaling file system), a file's own
//           creation at the latest with its first sync
//   Errors  calls answer an IoResult; a dead process' calls all answer `dead` and change nothing
namespace sim {

enum class DiskOp : std::uint8_t { open, read, write, truncate, sync, remove, probe };
inline constexpr std::size_t disk_ops = 7;

enum class IoResult : std::uint8_t { ok, error, full, end_of_file, missing, dead };

// DiskFaults: what may go wrong now. Nothing, by default.
struct DiskFaults {
  std::array<std::uint32_t, disk_ops> error_per_million{};
  std::uint32_t failed_sync_persists_percent = 50;  // "fails although committed"
  std::optional<std::uint64_t> capacity_bytes;
};

struct DiskCounters {
  std::array<std::uint64_t, disk_ops> calls{};
  std::uint64_t calls_all = 0;
  std::uint64_t bytes_written = 0;
  std::uint64_t errors = 0;
  std::uint64_t full = 0;
  std::uint64_t failed_syncs_persisted = 0;
  std::uint64_t failed_syncs_lost = 0;
  std::uint64_t power_cuts = 0;
  std::uint64_t kills = 0;
};

using DiskImage = std::map<std::string, std::string>;

class Disk {
 public:
  explicit Disk(Rng rng) : rng_{rng} {}

  // A new process starts on what the disk holds. Handles of earlier ones stay dead.
  void boot();
  bool alive() const { return alive_; }
  std::uint64_t incarnation() const { return incarnation_; }
  // The process ends here. What it wrote is in the page cache and stays.
  void kill();
  // The process ends inside its n-th call from now; that call may or may not take effect.
  void kill_in(std::uint64_t calls) { calls_to_live_ = calls; }
  // The machine ends here: what was not synced is kept, dropped or torn.
  void power_cut();

  // The n-th call of that kind from now fails once.
  void fail_in(DiskOp op, std::uint64_t calls);
  // Nothing goes wrong any more.
  void calm();

  // Quiet: an observer's calls, which neither count nor fail, as if nobody had made them.
  class Quiet {
   public:
    explicit Quiet(Disk& disk) : disk_{disk}, was_{std::exchange(disk.quiet_, true)} {}
    ~Quiet() { disk_.quiet_ = was_; }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

   private:
    Disk& disk_;
    bool was_;
  };

  // What a reader of the files sees now; no process may be running when it is restored.
  DiskImage copy() const;
  void restore(const DiskImage& image);
  std::uint64_t used_bytes() const;

  DiskFaults faults;
  const DiskCounters& counters() const { return counters_; }

  // The file calls, as a process makes them.
  using File = std::shared_ptr<DiskFile>;
  File find(const std::string& name) const;
  IoResult create(const std::string& name, File& made);
  IoResult remove(const std::string& name, bool sync_directory);
  IoResult probe();
  IoResult read(const DiskFile& file, std::size_t offset, char* into, std::size_t count);
  IoResult write(DiskFile& file, std::size_t offset, std::string_view bytes);
  IoResult truncate(DiskFile& file, std::size_t size);
  IoResult sync(DiskFile& file);

 private:
  struct DirectoryChange {
    std::string name;
    File file;  // none: removed
  };

  enum class Verdict : std::uint8_t { go, fail, die_before, die_after };
  Verdict enter(DiskOp op);
  IoResult die();
  void settle_directory(std::size_t changes);
  void settle_creation(const DiskFile& file);

  Rng rng_;
  bool alive_ = false;
  bool quiet_ = false;
  std::uint64_t incarnation_ = 0;
  std::optional<std::uint64_t> calls_to_live_;
  std::array<std::uint64_t, disk_ops> fail_in_{};
  DiskCounters counters_;
  std::map<std::string, File> names_;
  std::map<std::string, File> names_on_platter_;
  std::vector<DirectoryChange> changes_;
};

}  // namespace sim
