#include <app/backup_check.hpp>

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/sync/store_checks.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <app/modules.hpp>
#include <app/module_store.hpp>
#include <ports/sync/store_errors.hpp>
#include <sync/application/chain_check.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;

void check_file(const fs::path& path, const BackedUp& store, const os::FileTold& told) {
  if (!fs::exists(path)) {
    throw BackupRefused("backup.file_missing", path.string() + " is not there");
  }
  os::FileSum found;
  try {
    found = os::sum_of_file(path, told);
  } catch (const std::system_error& error) {
    throw BackupRefused("backup.file_damaged", std::string{"cannot be read: "} + error.what());
  }
  if (found == store.sum) return;
  throw BackupRefused("backup.file_damaged",
                      path.string() + " is not the file that was written: " +
                          (found.bytes == store.sum.bytes
                               ? std::string{"its bytes changed"}
                               : "it has " + std::to_string(found.bytes) + " bytes of " +
                                     std::to_string(store.sum.bytes)));
}

void check_schema(const std::string& module, sql::Session& session) {
  try {
    sql::Migrator{session}.states(module);
  } catch (const sql::MigrationRefused& refused) {
    throw BackupRefused("backup.newer_schema", refused.what());
  }
}

void check_store(const fs::path& path, const BackedUp& store) {
  LogAccess access{sql::Sqlite{.path = path.string(), .immutable = true}};
  try {
    if (const auto damage = sql::damage_of(access.session, true); !damage.empty()) {
      throw BackupRefused("backup.store_damaged", path.string() + ": " + damage.front());
    }
    if (sql::facts_of(access.session) != store.facts) {
      throw BackupRefused("backup.facts_differ",
                          path.string() + " does not hold what the manifest says of it");
    }
    if (!store.facts.head) return;
    check_schema(store.store, access.session);
    const os::SodiumDigest digest;
    sync::ChainCheck check{digest};
    if (const auto found = sync::breaks_of(access.reader, check, 1); !found.empty()) {
      throw BackupRefused("backup.chain_broken", "the log of " + store.store + " at " +
                                                     sync::to_text(found.front()) + ": " +
                                                     found.front().what);
    }
  } catch (const sync::StoreFailure& failure) {
    throw BackupRefused("backup.store_damaged", path.string() + ": " + failure.what());
  }
}

// Nothing where the backup does not hold the module that is followed.
void check_follower(const fs::path& folder, const Manifest& manifest, const BackedUp& store,
                    const sql::StoreFacts::Follower& follower) {
  for (const auto& following : who_follows_whom()) {
    if (following.module != store.store || following.follower() != follower.name) continue;
    const auto* source = manifest.find(following.source);
    if (source == nullptr || !source->facts.head) return;
    LogAccess access{
        sql::Sqlite{.path = (folder / source->file).string(), .immutable = true}};
    const bool within = follower.offset <= source->facts.head->offset &&
                        follower.epoch <= source->facts.head->epoch;
    if (within && access.reader.chain_at(follower.offset) == follower.chain) return;
    throw BackupRefused("backup.positions_differ",
                        follower.name + " stands at offset " + std::to_string(follower.offset) +
                            (within ? ", where the log of " + following.source +
                                          " has another history"
                                    : ", behind the end of the log of " + following.source));
  }
}

}  // namespace

Manifest manifest_of(const fs::path& folder) {
  std::ifstream file{folder / manifest_file, std::ios::binary};
  if (!file) {
    throw BackupRefused("backup.no_manifest", folder.string() + " has no " + manifest_file +
                                                  ": it is no backup, or not a whole one");
  }
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return parse_manifest(text);
}

Manifest check_backup(const fs::path& folder, const CheckTold& told) {
  auto manifest = manifest_of(folder);
  std::uint64_t total = 0;
  for (const auto& store : manifest.stores) total += store.sum.bytes;
  std::uint64_t done = 0;
  for (const auto& store : manifest.stores) {
    check_file(folder / store.file, store, [&](std::uint64_t bytes) {
      told("reading " + store.file, done + bytes, total);
    });
    done += store.sum.bytes;
  }
  done = 0;
  for (const auto& store : manifest.stores) {
    told("checking " + store.file, done, total);
    check_store(folder / store.file, store);
    done += store.sum.bytes;
  }
  for (const auto& store : manifest.stores) {
    for (const auto& follower : store.facts.followers) {
      check_follower(folder, manifest, store, follower);
    }
  }
  return manifest;
}

}  // namespace app
