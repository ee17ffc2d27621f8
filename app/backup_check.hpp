#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <app/backup_manifest.hpp>

namespace app {

// As it is written there: nothing else is looked at. Errors: backup.no_manifest,
// backup.manifest_damaged, backup.format_unknown
Manifest manifest_of(const std::filesystem::path& folder);

// What is looked at now, and how far: of the bytes of all files together.
using CheckTold = std::function<void(const std::string& what, std::uint64_t done,
                                     std::uint64_t total)>;

// Checks all of a backup and changes nothing: the manifest and its seal; each file's size and hash;
// the pages, by SQLite's integrity check; chain and roots of each log, from its first event to its
// head; what each database says of itself against the manifest; and each follower, which must have
// seen no more than its source has, and the same.
//   Errors  BackupRefused with backup.no_manifest, backup.manifest_damaged, backup.format_unknown,
//           backup.file_missing, backup.file_damaged, backup.store_damaged, backup.newer_schema,
//           backup.chain_broken, backup.facts_differ, backup.positions_differ
Manifest check_backup(const std::filesystem::path& folder, const CheckTold& told);

}  // namespace app
