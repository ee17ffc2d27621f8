#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/backup/store_facts.hpp>
#include <adapters/system/whole_files.hpp>

namespace app {

// Why there is no backup, or why one must not be used: a stable code and one line for a person.
struct BackupRefused : std::runtime_error {
  BackupRefused(std::string_view code, const std::string& what)
      : std::runtime_error(std::string{code} + ": " + what) {}
};

// BackedUp: one database of a backup.
struct BackedUp {
  std::string store;  // a module's name, or "gateway"
  std::string file;   // in the backup's folder
  os::FileSum sum;
  sql::StoreFacts facts;
};

inline constexpr const char* manifest_file = "manifest.json";
inline constexpr std::int64_t backup_format = 1;

// Manifest: what a backup holds. Its last member, the seal, is a hash over the others: what was
// changed by accident shows; whoever changes it with intent can make it anew.
struct Manifest {
  std::string made_at;  // RFC 3339
  std::string cleave;   // the version that wrote it
  std::vector<BackedUp> stores;

  // Null where there is none of that name.
  const BackedUp* find(std::string_view store) const;
};

std::string to_text(const Manifest& manifest);
// Errors: BackupRefused with backup.manifest_damaged, backup.format_unknown
Manifest parse_manifest(std::string_view text);

}  // namespace app
