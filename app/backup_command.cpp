#include <app/backup_command.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include <boost/json.hpp>

#include <adapters/cli/progress.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/sql/move/store_copy.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/backup.hpp>
#include <app/backup_check.hpp>
#include <app/data_folder.hpp>
#include <app/options.hpp>
#include <sync/domain/position.hpp>

namespace app {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;
using cli::ExitCode;
using cli::Stop;
using Ask = std::function<http::Response(http::Request)>;

constexpr std::chrono::milliseconds look_every{100};

void show(cli::Progress& line, std::uint64_t bytes, std::uint64_t total) {
  const auto of = static_cast<double>(std::max<std::uint64_t>(total, 1));
  line.at(bytes, static_cast<double>(bytes) / of);
}

bj::object answered(const Ask& ask, http::Request request) {
  request.headers = {{"accept", "application/json, application/problem+json"},
                     {"content-type", "application/json"}};
  if (request.body.empty()) request.headers.pop_back();
  const auto response = ask(std::move(request));
  boost::system::error_code wrong;
  auto answer = bj::parse(response.body, wrong);
  if (wrong || !answer.is_object()) {
    throw Stop(ExitCode::unavailable, "the server's answer is no JSON");
  }
  if (response.status < 300) return std::move(answer.as_object());
  const auto* detail = answer.as_object().if_contains("detail");
  throw Stop(response.status == 503 ? ExitCode::unavailable : ExitCode::refused,
             detail != nullptr ? std::string{detail->as_string()} : response.body);
}

// By the server, below the folder that it is configured for; where it lies then.
fs::path written_by_server(const std::string& name, const Ask& ask, cli::Terminal& terminal) {
  cli::Progress line{terminal, "backing up", "bytes"};
  http::Request begin;
  begin.method = "POST";
  begin.path = "/v1/backups";
  begin.body = bj::serialize(bj::object{{"name", name}});
  auto state = answered(ask, std::move(begin));
  while (state.at("status").as_string() == "running") {
    show(line, state.at("bytes").to_number<std::uint64_t>(),
         state.at("bytes_total").to_number<std::uint64_t>());
    std::this_thread::sleep_for(look_every);
    http::Request look;
    look.method = "GET";
    look.path = "/v1/backups/" + name;
    state = answered(ask, std::move(look));
  }
  if (state.at("status").as_string() != "done") {
    throw Stop(ExitCode::refused, std::string{state.at("failure").as_string()});
  }
  return {std::string{state.at("folder").as_string()}};
}

// Across file systems it is copied, checked, and only then taken away where it was.
void put_in_place(const fs::path& from, const fs::path& to, cli::Terminal& terminal) {
  fs::create_directories(to.parent_path());
  std::error_code across;
  fs::rename(from, to, across);
  if (!across) return os::sync_folder(to.parent_path());
  const auto partial = to.parent_path() / (".partial-" + to.filename().string());
  cli::Progress line{terminal, "copying", "files"};
  try {
    fs::remove_all(partial);
    os::make_folder(partial);
    std::uint64_t files = 0;
    for (const auto& entry : fs::directory_iterator{from}) {
      os::copy_new_file(entry.path(), partial / entry.path().filename());
      line.at(++files, std::nullopt);
    }
    check_backup(partial, [](const auto&, auto, auto) {});
    os::sync_folder(partial);
    fs::rename(partial, to);
    os::sync_folder(to.parent_path());
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    throw;
  }
  fs::remove_all(from);
}

void write_here(const Settings& settings, const fs::path& to, cli::Terminal& terminal) {
  std::optional<DataFolder> held;
  if (settings.database_url.empty()) held.emplace(settings.data_dir);
  cli::Progress line{terminal, "backing up", "bytes"};
  const auto databases = databases_of(settings);
  for (const auto& [module, at] : databases.modules) {
    const auto* file = std::get_if<sql::Sqlite>(&at);
    if (file == nullptr || fs::exists(file->path)) continue;
    throw Stop(ExitCode::unavailable, file->path + " does not exist yet",
               "start a server on the folder once: there is nothing to back up");
  }
  auto stores = open_stores(databases);
  os::SystemClock clock;
  begin_moment(stores);
  write_backup(std::move(stores), clock.now(), to, [&line](const sql::CopiedBytes& copied) {
    show(line, copied.done, copied.total);
  });
}

cli::BackupMade shown(const std::string& folder, const Manifest& manifest) {
  cli::BackupMade made{folder, manifest.made_at, {}};
  for (const auto& store : manifest.stores) {
    std::uint64_t rows = 0;
    for (const auto& [table, count] : store.facts.rows) rows += count;
    std::string position;
    if (const auto& head = store.facts.head) {
      position = sync::to_text({store.store + "/0", head->epoch, head->offset});
    }
    made.stores.push_back({store.store, store.sum.bytes, rows, position});
  }
  return made;
}

std::string fresh_name(shared::Instant now) {
  return "backup-" + std::to_string(shared::to_unix_ms(now));
}

}  // namespace

cli::BackupMade check_shown(const std::string& folder, cli::Terminal& terminal) {
  try {
    cli::Progress line{terminal, "verifying", "bytes"};
    const auto manifest = check_backup(folder, [&line](const auto&, auto done, auto total) {
      show(line, done, total);
    });
    return shown(folder, manifest);
  } catch (const BackupRefused& refused) {
    throw Stop(ExitCode::refused, refused.what());
  }
}

cli::BackupMade back_up(const Config& config, const cli::BackupOptions& options, const Ask& ask,
                        cli::Terminal& terminal) {
  const auto& settings = config.settings();
  const auto to = fs::weakly_canonical(fs::absolute(options.to));
  if (fs::exists(to)) {
    throw Stop(ExitCode::refused, "backup.exists: " + to.string() + " is there already",
               "name a folder that is not: a backup is written over nothing");
  }
  const bool on_files = settings.database_url.empty();
  const auto state = on_files ? probe(settings.data_dir) : FolderState{};
  if (on_files && !state.exists) {
    throw Stop(ExitCode::unavailable, "there is no data folder at " + settings.data_dir);
  }
  try {
    if (state.held) {
      os::SystemClock clock;
      put_in_place(written_by_server(fresh_name(clock.now()), ask, terminal), to, terminal);
    } else {
      write_here(settings, to, terminal);
    }
    return shown(to.string(), manifest_of(to));
  } catch (const BackupRefused& refused) {
    throw Stop(ExitCode::refused, refused.what());
  } catch (const sql::StoresDiffer& difference) {
    throw Stop(ExitCode::internal, difference.what());
  } catch (const std::system_error& error) {
    throw Stop(ExitCode::file, error.what());
  }
}

}  // namespace app
