#include <adapters/sql/sqlite_options.hpp>

#include <algorithm>
#include <cstring>
#include <mutex>

#include <soci/sqlite3/soci-sqlite3.h>

#include <ports/sync/store_errors.hpp>

#include <shared/domain/planted_bug.hpp>

namespace sql {
namespace {

constexpr int page_bytes = 4096;
constexpr int reader_cache_kib = 1024;

// static_cast: the backends hide their type information.
sqlite_api::sqlite3* sqlite_handle(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

void pragma(soci::session& session, const std::string& name, long long value) {
  session << "PRAGMA " + name + " = " + std::to_string(value);
}

void use_wal(soci::session& session) {
  std::string mode;
  soci::statement change = (session.prepare << "PRAGMA journal_mode = wal", soci::into(mode));
  change.execute(true);
  while (change.fetch()) {  // it commits behind its row: only who asks on hears that this failed
  }
  // A database in memory has no files, and nothing to lose.
  if (mode != "wal" && mode != "memory") {
    throw sync::StoreBroken("sqlite refuses write-ahead logging here");
  }
}

// WalFile: the write-ahead log beside a database, as the file that it is.
class WalFile {
 public:
  using Size = sqlite_api::sqlite3_int64;

  explicit WalFile(sqlite_api::sqlite3* handle) {
    sqlite_api::sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file_);
    if (file_ != nullptr && file_->pMethods == nullptr) file_ = nullptr;
    if (file_ != nullptr) check(file_->pMethods->xFileSize(file_, &size_));
  }

  // Writes again what is in use, as it is, and grows the file by zeros, which are no frames.
  void write_back(Size bytes_min) {
    if (file_ == nullptr || (size_ == 0 && bytes_min == 0)) return;
    const auto used = used_bytes();
    for (Size at = 0; at < used; at += slice_bytes) {
      slice_.resize(static_cast<std::size_t>(std::min(slice_bytes, used - at)));
      check(file_->pMethods->xRead(file_, slice_.data(), static_cast<int>(slice_.size()), at));
      check(file_->pMethods->xWrite(file_, slice_.data(), static_cast<int>(slice_.size()), at));
    }
    slice_.assign(static_cast<std::size_t>(slice_bytes), '\0');
    for (Size at = size_; at < bytes_min; at += slice_bytes) {
      const auto bytes = static_cast<int>(std::min(slice_bytes, bytes_min - at));
      check(file_->pMethods->xWrite(file_, slice_.data(), bytes, at));
    }
    check(file_->pMethods->xSync(file_, SQLITE_SYNC_NORMAL));
  }

 private:
  // SQLite's unix files take a write's size modulo 128 KiB: a whole MiB would be no bytes at all.
  static constexpr Size slice_bytes = 64 * 1024;

  // Up to the first frame of an earlier round: those of this one carry the header's salts.
  //   Source  https://www.sqlite.org/fileformat2.html#walformat
  Size used_bytes() {
    constexpr Size header_bytes = 32;
    constexpr Size frame_header_bytes = 24;
    char header[header_bytes];
    char frame[frame_header_bytes];
    Size at = header_bytes;
    if (size_ < at) return size_;
    check(file_->pMethods->xRead(file_, header, header_bytes, 0));
    while (at + frame_header_bytes + page_bytes <= size_) {
      check(file_->pMethods->xRead(file_, frame, frame_header_bytes, at));
      if (std::memcmp(frame + 8, header + 16, 8) != 0) break;
      at += frame_header_bytes + page_bytes;
    }
    return at;
  }

  static void check(int code) {
    if (code == SQLITE_OK) return;
    throw sync::StoreBroken("sqlite " + std::to_string(code) + ": the log cannot be written back");
  }

  sqlite_api::sqlite3_file* file_ = nullptr;
  Size size_ = 0;
  std::string slice_;
};

std::string percent_encoded(const std::string& path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#' || c == '"' || c == ' ') {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

void set_up_sqlite() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Each session belongs to one thread, so SQLite's own locks around it and around its memory
    // statistics only cost.
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  });
}

std::string connect_string(const Sqlite& at) {
  // Debian's SQLite reads URIs; in one no character of a path can confuse SOCI's own parser.
  const auto vfs = at.vfs.empty() ? std::string{} : "?vfs=" + at.vfs;
  const auto still = at.immutable ? std::string{at.vfs.empty() ? "?" : "&"} + "immutable=1" : "";
  return "db=file:" + percent_encoded(at.path) + vfs + still + " timeout=1";
}

void give_options(soci::session& session, const Sqlite& at, Access access) {
  auto* handle = sqlite_handle(session);
  sqlite_api::sqlite3_extended_result_codes(handle, 1);
  session << "PRAGMA temp_store = memory";
  if (access == Access::reader) {
    // Only the writer checkpoints: two connections doing it can corrupt (SQLite before 3.51.3).
    sqlite_api::sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    pragma(session, "wal_autocheckpoint", 0);
    pragma(session, "cache_size", -reader_cache_kib);
    pragma(session, "query_only", 1);
    return;
  }
  pragma(session, "page_size", page_bytes);
  use_wal(session);
  // After a failed fsync the kernel shows what the disk never got, and reports it no second time: a
  // commit that this process finds in the log may be gone at the next power cut, with all that was
  // built on it. So the log is written again before anything leans on it. (A checkpoint would not
  // do: it fills the database behind a log that is older on the disk.)
  const auto wal_bytes = static_cast<WalFile::Size>(at.checkpoint_pages) * page_bytes;
  if (!SIM_BUG("not_written_back")) WalFile{handle}.write_back(at.grow_wal ? wal_bytes : 0);
  session << (SIM_BUG("unsynced") ? "PRAGMA synchronous = normal" : "PRAGMA synchronous = full");
  session << "PRAGMA secure_delete = fast";
  pragma(session, "cache_size", -at.cache_kib);
  pragma(session, "wal_autocheckpoint", at.checkpoint_pages);
  // A long reader or a huge transaction may blow the WAL file up: the next cycle cuts it to this.
  pragma(session, "journal_size_limit", 2LL * page_bytes * at.checkpoint_pages);
  int on = 1;
  sqlite_api::sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
}

void keep_wal_file(soci::session& session) { pragma(session, "journal_size_limit", -1); }

}  // namespace sql
