#include <app/backup.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/move/store_copy.hpp>
#include <adapters/sql/sync/move_marks.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/version.hpp>
#include <ports/sync/store_errors.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view partial_prefix = ".partial-";
constexpr std::uint64_t spare_bytes = 1024 * 1024;  // for the manifest, and the folder itself

fs::path partial_of(const fs::path& folder) {
  return folder.parent_path() / (std::string{partial_prefix} + folder.filename().string());
}

// Pages are read whole: longer than any read of a server may take.
constexpr int page_timeout_ms = 60'000;

StoreMoment open_store(const std::string& name, const sql::Location& at) {
  auto patient = at;
  if (auto* server = std::get_if<sql::Postgresql>(&patient)) server->timeout_ms = page_timeout_ms;
  return {name, at, std::make_unique<sql::Session>(patient, sql::Access::reader), 0};
}

// LogLock: excludes every writer of a module's log while it lives.
struct LogLock {
  explicit LogLock(const StoreMoment& store)
      : session(store.at, sql::Access::writer), log(session, store.store + "/0") {
    log.begin();
    log.fetch();
  }
  ~LogLock() { log.rollback(); }

  sql::Session session;
  sql::SqlStore log;
};

// As a database file of its own: PostgreSQL's rows are copied into one that is written as such, and
// compared there; that is then copied as any other is, so that nothing lies beside it.
void copy_rows(StoreMoment& store, const fs::path& path, const sql::CopyTold& told) {
  const auto rows = path.string() + ".rows";
  {
    sql::Session to{sql::Sqlite{rows}, sql::Access::writer};
    os::SystemClock clock;
    sql::Migrator{to}.apply_all(store.store, clock.now());
    sql::StoreCopy copy{store.store, *store.session, to};
    while (copy.step()) {
      const auto& at = copy.progress();
      const bool comparing = at.phase != sql::StoreCopy::Phase::copying;
      const auto done = at.rows + (comparing ? at.total : 0);
      told({store.bytes * done / std::max<std::uint64_t>(2 * at.total, 1), store.bytes});
    }
  }
  {
    sql::Session from{sql::Sqlite{rows}, sql::Access::reader};
    const auto bytes = sql::begin_moment(from);
    sql::copy_file(from, bytes, path.string(), [](const auto&) {});
  }
  for (const auto* end : {"", "-wal", "-shm"}) fs::remove(rows + end);
}

void check_room(const std::vector<StoreMoment>& stores, const fs::path& folder) {
  std::uint64_t needed = spare_bytes;
  for (const auto& store : stores) needed += store.bytes;
  std::error_code unknown;
  const auto room = fs::space(folder.parent_path(), unknown);
  if (unknown || room.available >= needed) return;
  const auto mib = [](std::uint64_t bytes) { return std::to_string(bytes / 1024 / 1024) + " MiB"; };
  throw BackupRefused("backup.no_room", folder.parent_path().string() + " has " +
                                            mib(room.available) + " left, and the backup needs " +
                                            mib(needed) + ": make room, or write it elsewhere");
}

BackedUp write_store(StoreMoment store, const fs::path& folder, const sql::CopyTold& told) {
  BackedUp written{.store = store.store, .file = store.store + ".db", .sum = {}, .facts = {}};
  const auto path = folder / written.file;
  os::write_new_file(path, "");
  if (store.session->dialect() == sql::Dialect::sqlite) {
    sql::copy_file(*store.session, store.bytes, path.string(), told);
  } else {
    copy_rows(store, path, told);
  }
  store.session.reset();  // its log file may be begun anew
  written.sum = os::sum_of_file(path);
  sql::Session copy{sql::Sqlite{.path = path.string(), .immutable = true}, sql::Access::reader};
  written.facts = sql::facts_of(copy);
  return written;
}

Manifest write_all(std::vector<StoreMoment> stores, shared::Instant made_at,
                   const fs::path& folder, const sql::CopyTold& told) {
  sql::CopiedBytes all;
  for (const auto& store : stores) all.total += store.bytes;
  Manifest manifest{shared::to_rfc3339(made_at), std::string{version}, {}};
  for (auto& store : stores) {
    const auto before = all.done;
    const auto bytes = store.bytes;
    manifest.stores.push_back(write_store(std::move(store), folder, [&](const auto& copied) {
      all.done = before + copied.done;
      told(all);
    }));
    all.done = before + bytes;
  }
  os::write_new_file(folder / manifest_file, to_text(manifest));
  os::sync_folder(folder);
  return manifest;
}

}  // namespace

std::vector<StoreMoment> open_stores(const Databases& databases) {
  std::vector<StoreMoment> stores;
  for (const auto& [module, at] : databases.modules) stores.push_back(open_store(module, at));
  const bool on_files = std::ranges::all_of(databases.modules, [](const auto& module) {
    return std::holds_alternative<sql::Sqlite>(module.second);
  });
  const auto* book = std::get_if<sql::Sqlite>(&databases.gateway);
  if (on_files && book != nullptr && fs::exists(book->path)) {
    stores.push_back(open_store("gateway", databases.gateway));
  }
  return stores;
}

void begin_moment(std::vector<StoreMoment>& stores) {
  std::vector<std::unique_ptr<LogLock>> locks;
  for (const auto& store : stores) {
    if (!std::holds_alternative<sql::Postgresql>(store.at)) continue;
    locks.push_back(std::make_unique<LogLock>(store));
  }
  for (auto& store : stores) {
    store.bytes = sql::begin_moment(*store.session);
    if (store.store != "gateway") sql::refuse_moved(*store.session);
  }
}

Manifest write_backup(std::vector<StoreMoment> stores, shared::Instant made_at,
                      const fs::path& folder, const sql::CopyTold& told) {
  const auto partial = partial_of(folder);
  if (fs::exists(folder)) {
    throw BackupRefused("backup.exists", folder.string() + " is there already: name another");
  }
  std::error_code ignored;
  try {
    fs::create_directories(folder.parent_path());
    check_room(stores, folder);
    fs::remove_all(partial);
    os::make_folder(partial);
    auto manifest = write_all(std::move(stores), made_at, partial, told);
    fs::rename(partial, folder);
    os::sync_folder(folder.parent_path());
    return manifest;
  } catch (const sync::StoreFull& full) {
    fs::remove_all(partial, ignored);
    throw BackupRefused("backup.no_room", "there is no room left in " +
                                              folder.parent_path().string() + " (" + full.what() +
                                              "): make room, or write it elsewhere");
  } catch (const std::system_error& error) {
    fs::remove_all(partial, ignored);
    throw BackupRefused("backup.not_written", error.what());
  } catch (...) {
    fs::remove_all(partial, ignored);
    throw;
  }
}

void remove_partial_backups(const fs::path& among) {
  std::error_code ignored;
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator{among, ignored}) {
    if (entry.path().filename().string().starts_with(partial_prefix)) left.push_back(entry.path());
  }
  for (const auto& one : left) fs::remove_all(one, ignored);
}

}  // namespace app
