#include <tests/simulation/sim_vfs.hpp>

#include <sqlite3.h>

#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include <tests/simulation/sim_locks.hpp>

namespace sim {
namespace {

// What the connections of one incarnation share about one file.
struct Inode {
  FileLocks locks;
  std::weak_ptr<SharedIndex> index;
};

struct Machine {
  Disk* disk = nullptr;
  std::uint64_t incarnation = 0;
  std::map<const DiskFile*, std::shared_ptr<Inode>> inodes;  // looked up, never walked
};

struct Environment {
  std::map<std::string, Machine, std::less<>> machines;
  Rng rng{0};
  std::function<std::int64_t()> unix_ms = [] { return std::int64_t{0}; };
};

Environment& environment() {
  static Environment the_one;
  return the_one;
}

Machine* machine_of(std::string_view path) {
  auto& machines = environment().machines;
  const auto found = machines.find(path.substr(0, path.rfind('/')));
  return found == machines.end() ? nullptr : &found->second;
}

struct Handle : sqlite3_file {
  Disk* disk = nullptr;
  std::uint64_t incarnation = 0;
  Disk::File file;
  std::shared_ptr<Inode> inode;
  std::shared_ptr<SharedIndex> index;
  std::string removed_on_close;
  int lock = 0;
  int persist_wal = 0;
  SharedIndex::Mask shared = 0;
  SharedIndex::Mask exclusive = 0;

  bool dead() const { return !disk->alive() || disk->incarnation() != incarnation; }
};

Handle& of(sqlite3_file* file) { return *static_cast<Handle*>(file); }

int answer(IoResult result, int error) {
  switch (result) {
    case IoResult::ok: return SQLITE_OK;
    case IoResult::full: return SQLITE_FULL;
    case IoResult::end_of_file: return SQLITE_IOERR_SHORT_READ;
    case IoResult::missing: return SQLITE_IOERR_DELETE_NOENT;
    case IoResult::error:
    case IoResult::dead: break;
  }
  return error;
}

int shm_unmap(sqlite3_file* file, int) {
  Handle& handle = of(file);
  if (handle.index) {
    handle.index->unlock(0xff, handle.shared, handle.exclusive);
    handle.index.reset();
  }
  return SQLITE_OK;
}

int close(sqlite3_file* file) {
  Handle& handle = of(file);
  handle.inode->locks.unlock(handle.lock, 0);
  shm_unmap(file, 0);
  if (!handle.removed_on_close.empty() && !handle.dead()) {
    handle.disk->remove(handle.removed_on_close, false);
  }
  handle.~Handle();
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
  Handle& handle = of(file);
  if (handle.dead()) return SQLITE_IOERR_READ;
  return answer(handle.disk->read(*handle.file, static_cast<std::size_t>(offset),
                                  static_cast<char*>(into), static_cast<std::size_t>(count)),
                SQLITE_IOERR_READ);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  Handle& handle = of(file);
  if (handle.dead()) return SQLITE_IOERR_WRITE;
  const std::string_view view{static_cast<const char*>(bytes), static_cast<std::size_t>(count)};
  return answer(handle.disk->write(*handle.file, static_cast<std::size_t>(offset), view),
                SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  Handle& handle = of(file);
  if (handle.dead()) return SQLITE_IOERR_TRUNCATE;
  return answer(handle.disk->truncate(*handle.file, static_cast<std::size_t>(size)),
                SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) {
  Handle& handle = of(file);
  if (handle.dead()) return SQLITE_IOERR_FSYNC;
  return answer(handle.disk->sync(*handle.file), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  Handle& handle = of(file);
  if (handle.dead()) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(handle.file->cached().size());
  return SQLITE_OK;
}

int lock(sqlite3_file* file, int level) {
  Handle& handle = of(file);
  if (handle.dead()) return SQLITE_IOERR_LOCK;
  return handle.inode->locks.lock(handle.lock, level) ? SQLITE_OK : SQLITE_BUSY;
}

int unlock(sqlite3_file* file, int level) {
  Handle& handle = of(file);
  handle.inode->locks.unlock(handle.lock, level);
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* reserved) {
  *reserved = of(file).inode->locks.reserved() ? 1 : 0;
  return SQLITE_OK;
}

int file_control(sqlite3_file* file, int op, void* argument) {
  if (op != SQLITE_FCNTL_PERSIST_WAL) return SQLITE_NOTFOUND;
  int& persist = of(file).persist_wal;
  auto& asked = *static_cast<int*>(argument);
  if (asked >= 0) persist = asked;
  asked = persist;
  return SQLITE_OK;
}

int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** mapped) {
  Handle& handle = of(file);
  *mapped = nullptr;
  if (handle.dead()) return SQLITE_IOERR_SHMMAP;
  if (!handle.index) {
    handle.index = handle.inode->index.lock();
    if (!handle.index) handle.inode->index = handle.index = std::make_shared<SharedIndex>();
  }
  auto& regions = handle.index->regions;
  const auto wanted = static_cast<std::size_t>(region);
  if (wanted >= regions.size() && extend == 0) return SQLITE_OK;
  while (wanted >= regions.size()) {
    regions.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
  }
  *mapped = regions[wanted].get();
  return SQLITE_OK;
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  Handle& handle = of(file);
  if (handle.dead()) return SQLITE_IOERR_SHMLOCK;
  const auto mask = static_cast<SharedIndex::Mask>(((1U << count) - 1U) << offset);
  auto& index = *handle.index;
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    index.unlock(mask, handle.shared, handle.exclusive);
    return SQLITE_OK;
  }
  const bool got = (flags & SQLITE_SHM_EXCLUSIVE) != 0
                       ? index.lock_exclusive(mask, handle.shared, handle.exclusive)
                       : index.lock_shared(mask, handle.shared);
  return got ? SQLITE_OK : SQLITE_BUSY;
}

void shm_barrier(sqlite3_file*) {}

const sqlite3_io_methods methods{.iVersion = 2,
                                 .xClose = close,
                                 .xRead = read,
                                 .xWrite = write,
                                 .xTruncate = truncate,
                                 .xSync = sync,
                                 .xFileSize = file_size,
                                 .xLock = lock,
                                 .xUnlock = unlock,
                                 .xCheckReservedLock = check_reserved,
                                 .xFileControl = file_control,
                                 .xSectorSize = sector_size,
                                 .xDeviceCharacteristics = characteristics,
                                 .xShmMap = shm_map,
                                 .xShmLock = shm_lock,
                                 .xShmBarrier = shm_barrier,
                                 .xShmUnmap = shm_unmap,
                                 .xFetch = nullptr,
                                 .xUnfetch = nullptr};

std::shared_ptr<Inode> inode_of(Machine& machine, const DiskFile& file) {
  if (machine.incarnation != machine.disk->incarnation()) {
    machine.incarnation = machine.disk->incarnation();
    machine.inodes.clear();
  }
  auto& inode = machine.inodes[&file];
  if (!inode) inode = std::make_shared<Inode>();
  return inode;
}

int open_named(Machine& machine, const std::string& path, int flags, Handle& handle) {
  handle.file = machine.disk->find(path);
  if (handle.file) {
    if (machine.disk->probe() != IoResult::ok) return SQLITE_CANTOPEN;
  } else {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (machine.disk->create(path, handle.file) != IoResult::ok) return SQLITE_CANTOPEN;
  }
  handle.inode = inode_of(machine, *handle.file);
  if ((flags & SQLITE_OPEN_DELETEONCLOSE) != 0) handle.removed_on_close = path;
  return SQLITE_OK;
}

// A nameless file is scratch: it is on no disk and dies with its handle.
Disk& scratch() {
  static Disk disk = [] {
    Disk made{Rng{0}};
    made.boot();
    return made;
  }();
  return disk;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  file->pMethods = nullptr;
  auto handle = std::make_unique<Handle>();
  if (name == nullptr) {
    handle->disk = &scratch();
    handle->file = std::make_shared<DiskFile>();
    handle->inode = std::make_shared<Inode>();
  } else {
    Machine* machine = machine_of(name);
    if (machine == nullptr || !machine->disk->alive()) return SQLITE_CANTOPEN;
    handle->disk = machine->disk;
    if (const int refused = open_named(*machine, name, flags, *handle); refused != SQLITE_OK) {
      return refused;
    }
  }
  handle->incarnation = handle->disk->incarnation();
  handle->pMethods = &methods;
  new (file) Handle{std::move(*handle)};
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int sync_directory) {
  Machine* machine = machine_of(name);
  if (machine == nullptr) return SQLITE_IOERR_DELETE;
  return answer(machine->disk->remove(name, sync_directory != 0), SQLITE_IOERR_DELETE);
}

int access(sqlite3_vfs*, const char* name, int, int* result) {
  Machine* machine = machine_of(name);
  if (machine == nullptr || machine->disk->probe() != IoResult::ok) return SQLITE_IOERR_ACCESS;
  *result = machine->disk->find(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int room, char* out) {
  sqlite3_snprintf(room, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int count, char* out) {
  environment().rng.fill(out, static_cast<std::size_t>(count));
  return count;
}

// Nobody else can let go of a lock while the one thread sleeps.
int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

int current_time_ms(sqlite3_vfs*, sqlite3_int64* out) {
  constexpr sqlite3_int64 unix_epoch_julian_ms = 210866760000000;
  *out = unix_epoch_julian_ms + environment().unix_ms();
  return SQLITE_OK;
}

int current_time(sqlite3_vfs* vfs, double* out) {
  sqlite3_int64 julian_ms = 0;
  current_time_ms(vfs, &julian_ms);
  *out = static_cast<double>(julian_ms) / 86'400'000.0;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

void SimVfs::install() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made{};
    made.iVersion = 2;
    made.szOsFile = sizeof(Handle);
    made.mxPathname = 256;
    made.zName = "sim";
    made.xOpen = open;
    made.xDelete = remove;
    made.xAccess = access;
    made.xFullPathname = full_path;
    made.xRandomness = randomness;
    made.xSleep = sleep;
    made.xCurrentTime = current_time;
    made.xCurrentTimeInt64 = current_time_ms;
    made.xGetLastError = last_error;
    return made;
  }();
  sqlite3_vfs_register(&vfs, 1);
}

void SimVfs::seed(Rng rng, std::function<std::int64_t()> unix_ms) {
  environment().rng = rng;
  environment().unix_ms = std::move(unix_ms);
  sqlite3_randomness(0, nullptr);
}

Mount::Mount(std::string machine, Disk& disk) : machine_{std::move(machine)} {
  environment().machines[machine_].disk = &disk;
}

Mount::~Mount() { environment().machines.erase(machine_); }

}  // namespace sim
