#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <adapters/sql/backup/file_copy.hpp>
#include <app/backup_manifest.hpp>
#include <app/databases.hpp>
#include <shared/domain/instant.hpp>

namespace app {

// StoreMoment: one database, read as it was at one moment, whatever is written meanwhile.
struct StoreMoment {
  std::string store;  // a module's name, or "gateway"
  sql::Location at;
  std::unique_ptr<sql::Session> session;
  std::uint64_t bytes = 0;  // from its moment on
};

// Opened, each by a session of its own; their moment has not begun. Beside files the gateway's book
// is among them, where there is one.
std::vector<StoreMoment> open_stores(const Databases& databases);

// All of them from now on at one moment. On files no lane may have a transaction open meanwhile; on
// PostgreSQL the logs' locks are taken for that instant, in the order of the modules, so that none
// has. Throws sync::StoreBusy where one is not to be had in time.
void begin_moment(std::vector<StoreMoment>& stores);

// Writes a backup of that moment. The folder has its name once it is whole and durable, and not
// before; whatever goes wrong leaves nothing behind.
//   told    of the bytes of all stores together; what it throws ends the backup
//   Errors  BackupRefused with backup.exists, backup.no_room, backup.not_written; what
//           ports/sync/store_errors.hpp says
Manifest write_backup(std::vector<StoreMoment> stores, shared::Instant made_at,
                      const std::filesystem::path& folder, const sql::CopyTold& told);

// Removes what backups to that folder's neighbours left there that were killed.
void remove_partial_backups(const std::filesystem::path& among);

}  // namespace app
