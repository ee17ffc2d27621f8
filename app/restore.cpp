#include <app/restore.hpp>

#include <fcntl.h>
#include <stdio.h>

#include <filesystem>
#include <optional>
#include <system_error>

#include <adapters/cli/progress.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/backup.hpp>
#include <app/backup_check.hpp>
#include <app/data_folder.hpp>
#include <app/local_backend.hpp>
#include <app/options.hpp>
#include <app/restore_mending.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;
using cli::ExitCode;
using cli::Stop;

// What is restored, beside its place: of an earlier restore that was killed it is made anew.
fs::path staging_for(const fs::path& place) {
  return place.parent_path() / (".restoring-" + place.filename().string());
}

std::string fresh_name_beside(const fs::path& place) {
  os::SystemClock clock;
  return place.string() + ".before-restore-" + std::to_string(shared::to_unix_ms(clock.now()));
}

// In one instant, so that there is always a folder in that place. False where the file system
// cannot do that.
bool exchange(const fs::path& one, const fs::path& other) {
  return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
}

bool holds_anything(const fs::path& place) { return fs::exists(place) && !fs::is_empty(place); }

// What a restore left that was killed is made anew; but where it had exchanged the two folders
// already, it is the old one that stands there, and is kept.
void begin_staging(const fs::path& staging, const fs::path& place) {
  fs::create_directories(staging.parent_path());
  if (fs::exists(staging) && !fs::exists(staging / unfinished_marker)) {
    fs::rename(staging, fresh_name_beside(place));
  }
  fs::remove_all(staging);
  os::make_folder(staging);
  os::write_new_file(staging / unfinished_marker, "");
}

void copy_files(const fs::path& from, const Manifest& manifest, const fs::path& staging,
                cli::Terminal& terminal) {
  cli::Progress line{terminal, "restoring", "bytes"};
  std::uint64_t total = 1;
  for (const auto& store : manifest.stores) total += store.sum.bytes;
  std::uint64_t done = 0;
  for (const auto& store : manifest.stores) {
    const auto sum = os::copy_new_file(from / store.file, staging / store.file, [&](auto bytes) {
      line.at(done + bytes, static_cast<double>(done + bytes) / static_cast<double>(total));
    });
    if (sum != store.sum) {
      throw BackupRefused("backup.file_damaged",
                          (from / store.file).string() + " changed while it was copied");
    }
    done += sum.bytes;
  }
}

// The gateway is somebody else: what it has on record is not taken back.
void keep_gateway_book(const fs::path& before, const fs::path& staging) {
  const auto book = before / "gateway.db";
  if (!fs::exists(book)) return;
  sql::Session session{sql::Sqlite{.path = book.string()}, sql::Access::reader};
  const auto bytes = sql::begin_moment(session);
  const auto copy = staging / "gateway.db";
  fs::remove(copy);
  os::write_new_file(copy, "");
  sql::copy_file(session, bytes, copy.string(), [](const auto&) {});
}

Databases restored_in(const fs::path& staging, const Manifest& manifest) {
  auto databases = databases_in(staging.string());
  std::erase_if(databases.modules, [&](const auto& module) {
    return manifest.find(module.first) == nullptr;
  });
  return databases;
}

Settings settings_of_staging(Settings settings, const fs::path& staging,
                             const Databases& databases) {
  settings.data_dir = staging.string();
  settings.database_url.clear();
  settings.serve_modules.clear();
  for (const auto& [module, at] : databases.modules) {
    settings.serve_modules += (settings.serve_modules.empty() ? "" : ",") + module;
  }
  return settings;
}

// Behind this the copies are an installation of their own, that knows where the lost one ended.
cli::Restored mend(const Settings& settings, const fs::path& staging, const Manifest& manifest,
                   const Witnessed& witnessed, bool keep_keys) {
  cli::Restored restored;
  restored.made_at = manifest.made_at;
  const auto databases = restored_in(staging, manifest);
  restored.positions = raise_epochs(databases, witnessed);
  restored.numbers_passed_over = pass_over_numbers(databases, witnessed, manifest.made_at);
  const auto stores = open_locally(settings_of_staging(settings, staging, databases),
                                   FolderUse::unfinished);
  if (databases.has("user")) {
    const auto key = replace_keys(*stores, keep_keys);
    restored.keys_revoked = key.revoked;
    os::write_new_file(staging / "cli.key", key.token + '\n');
  }
  if (databases.has("billing")) restored.payments_due = hurry_payments(*stores);
  return restored;
}

// The old folder, where there is one, keeps all it has under another name.
std::string take_place(const fs::path& staging, const fs::path& place, bool keep) {
  fs::remove(staging / unfinished_marker);
  os::sync_folder(staging);
  std::string kept;
  if (keep) {
    kept = fresh_name_beside(place);
    if (exchange(staging, place)) {
      fs::rename(staging, kept);
    } else {
      fs::rename(place, kept);
      fs::rename(staging, place);
    }
  } else {
    fs::rename(staging, place);
  }
  os::sync_folder(place.parent_path());
  return kept;
}

fs::path place_for(const Settings& settings, const cli::RestoreOptions& options) {
  if (!options.to.empty()) return fs::weakly_canonical(fs::absolute(options.to));
  if (!settings.database_url.empty()) {
    throw Stop(ExitCode::usage, "say with --to which data folder is to be made",
               "from there `cleave move --to` carries it to PostgreSQL");
  }
  return fs::weakly_canonical(fs::absolute(settings.data_dir));
}

cli::Restored restore_to(const fs::path& place, const Settings& settings,
                         const cli::RestoreOptions& options, cli::Terminal& terminal) {
  const bool taken = holds_anything(place);
  if (taken && !options.keep_old) {
    throw Stop(ExitCode::refused, "restore.not_empty: " + place.string() + " holds something",
               "name another folder with --to, or have that one kept under another name with "
               "--keep-old; nothing is ever deleted");
  }
  // Nobody serves it meanwhile, so that it knows no more than was asked of it.
  std::optional<DataFolder> before;
  if (taken) before.emplace(place, FolderUse::unfinished);
  const auto manifest = [&] {
    cli::Progress line{terminal, "verifying", "bytes"};
    return check_backup(options.from, [&line](const auto&, auto done, auto total) {
      line.at(done, static_cast<double>(done) / static_cast<double>(total + 1));
    });
  }();
  Witnessed witnessed;
  if (taken) witnessed = ask_stores(databases_in(place.string()));
  for (const auto& number : options.numbers_after) add_number(witnessed, number);
  const auto staging = staging_for(place);
  begin_staging(staging, place);
  copy_files(options.from, manifest, staging, terminal);
  if (taken) keep_gateway_book(place, staging);
  auto restored = mend(settings, staging, manifest, witnessed, options.keep_keys);
  restored.kept = take_place(staging, place, taken);
  restored.folder = place.string();
  return restored;
}

}  // namespace

cli::Restored restore(const Config& config, const cli::RestoreOptions& options,
                      cli::Terminal& terminal) {
  const auto& settings = config.settings();
  try {
    return restore_to(place_for(settings, options), settings, options, terminal);
  } catch (const BackupRefused& refused) {
    throw Stop(ExitCode::refused, refused.what());
  } catch (const std::system_error& error) {
    throw Stop(ExitCode::file, error.what(), "nothing took the place of what was there");
  }
}

}  // namespace app
