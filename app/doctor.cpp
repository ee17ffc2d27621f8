#include <app/doctor.hpp>

#include <filesystem>
#include <tuple>

#include <boost/json.hpp>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/move_marks.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/data_folder.hpp>
#include <app/database_url.hpp>
#include <app/options.hpp>
#include <ports/sync/store_errors.hpp>
#include <sync/application/chain_check.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;
using cli::Check;
using State = Check::State;

constexpr std::uintmax_t room_bytes_min = 1024ULL * 1024 * 1024;
constexpr shared::Instant oldest_sane_clock = shared::from_unix_ms(1'767'225'600'000);  // 2026

Check check_room(const fs::path& folder) {
  std::error_code failure;
  const auto room = fs::space(folder, failure);
  if (failure) return {"disk room", State::warning, failure.message(), "look at the disk"};
  const auto megabytes = std::to_string(room.available / (1024 * 1024)) + " MiB free";
  if (room.available >= room_bytes_min) return {"disk room", State::good, megabytes, ""};
  return {"disk room", State::warning, megabytes,
          "make room: writes are refused with 503 storage_full once there is none"};
}

Check check_clock() {
  os::SystemClock clock;
  const auto now = clock.now();
  if (now >= oldest_sane_clock) return {"clock", State::good, shared::to_rfc3339(now), ""};
  return {"clock", State::failed, shared::to_rfc3339(now), "set the clock: it stands in the past"};
}

Check check_cli_key(const fs::path& folder) {
  try {
    if (read_cli_key(folder)) return {"cli.key", State::good, "readable by its owner alone", ""};
    return {"cli.key", State::warning, "missing", "start the server once: it makes one"};
  } catch (const DataFolderError& error) {
    return {"cli.key", State::failed, error.what(), "chmod 600 " + (folder / "cli.key").string()};
  }
}

Check check_schema(const std::string& module, sql::Session& session) {
  std::size_t missing = 0;
  for (const auto& state : sql::Migrator{session}.states(module)) missing += state.applied ? 0 : 1;
  const auto name = module + " schema";
  if (missing == 0) return {name, State::good, "up to date", ""};
  return {name, State::warning, std::to_string(missing) + " migrations are not applied",
          "cleave migrate (or start the server: it applies them)"};
}

// Follows the chain from the first commit to the head: a changed, missing or added row shows.
Check check_log(const std::string& module, sync::LogReader& reader) {
  const os::SodiumDigest digest;
  const auto name = module + " log";
  const auto head = reader.head();
  sync::ChainCheck check{digest};
  const auto breaks = sync::breaks_of(reader, check, 1);
  if (!breaks.empty()) {
    return {name, State::failed,
            "the chain breaks at " + sync::to_text(breaks.front()) + ": " + breaks.front().what,
            "a row there was changed, or the file is damaged: restore this module's database "
            "from a backup"};
  }
  return {name, State::good,
          std::to_string(head.offset) + " events, epoch " + std::to_string(head.epoch) +
              ", chain and roots verified from the beginning",
          ""};
}

// A follower as its module's database knows it: stopped, or with keys that wait.
Check check_follower(const std::string& module, const std::string& follower,
                     sql::Session& session) {
  sql::SqlStore store{session, module + "/0"};
  sql::SqlFollowerPositions positions{session};
  sql::SqlParkedKeys parked{session};
  store.begin();
  const auto state = positions.lock(follower);
  const auto keys = parked.list(follower).size();
  store.rollback();
  if (!state) return {follower, State::good, "has not run yet", ""};
  if (!state->stopped.empty()) {
    return {follower, State::failed, "stopped: " + state->stopped,
            "put back copies of all databases from one moment, then start the server"};
  }
  const auto at = "at offset " + std::to_string(state->offset);
  if (keys == 0) return {follower, State::good, at + ", nothing is parked", ""};
  return {follower, State::warning, at + ", " + std::to_string(keys) + " keys are parked",
          "cleave sync parked list"};
}

// Whether the server lets this process have as many connections as it may come to hold.
Check check_connections(const Settings& settings, const sql::Location& at) {
  const auto needed = connections_max(settings);
  sql::Session session{at, sql::Access::reader};
  sql::Query allowed{session, "SELECT current_setting('max_connections')::bigint", "", "n"};
  allowed.one();
  const auto found = "at most " + std::to_string(needed) + " of this process, the server takes " +
                     std::to_string(allowed.number(0)) + " in all";
  if (needed < allowed.number(0)) return {"connections", State::good, found, ""};
  return {"connections", State::failed, found, "raise max_connections in postgresql.conf"};
}

void check_server(const Settings& settings, std::vector<Check>& checks) {
  try {
    checks.push_back(check_connections(settings, databases_of(settings).modules.front().second));
  } catch (const sync::StoreFailure& error) {
    checks.push_back({"PostgreSQL", State::failed, error.what(),
                      "see that it runs and takes connections, and what database.url says"});
  }
}

void check_module(const std::string& module, const sql::Location& at,
                  std::vector<Check>& checks) {
  try {
    sql::Session writer{at, sql::Access::writer};
    checks.push_back(check_schema(module, writer));
    if (checks.back().state != State::good) return;
    LogAccess access{at};
    checks.push_back(check_log(module, access.reader));
    sql::refuse_moved(writer);
    for (const auto& following : who_follows_whom()) {
      if (following.module != module) continue;
      checks.push_back(check_follower(module, following.follower(), writer));
    }
  } catch (const sql::StoreMoved& moved) {
    checks.push_back({module + " store", State::warning, moved.what(), ""});
  } catch (const sync::StoreUnavailable& error) {
    checks.push_back({module + " database", State::failed, error.what(),
                      "see that it runs and takes connections, and what database.url says"});
  } catch (const std::exception& error) {
    checks.push_back({module + " database", State::failed, error.what(),
                      "restore this module's database from a backup"});
  }
}

Check check_reported(const boost::json::object& follower) {
  const auto text = [&](const char* name) { return std::string{follower.at(name).as_string()}; };
  const auto number = [&](const char* name) { return follower.at(name).to_number<std::int64_t>(); };
  const auto name = text("follower");
  if (text("state") == "stopped") {
    return {name, State::failed, "stopped: " + text("stopped"),
            "put back copies of all databases from one moment, then start the server"};
  }
  if (number("differs_at") != 0) {
    return {name, State::failed,
            "its copy differs from the source since offset " + std::to_string(number("differs_at")),
            "keep the data folder, and report it"};
  }
  if (text("state") == "waiting") {
    return {name, State::warning, "waits: " + text("waiting"), "cleave sync status"};
  }
  if (number("parked_keys") != 0) {
    return {name, State::warning, std::to_string(number("parked_keys")) + " keys are parked",
            "cleave sync parked list"};
  }
  return {name, State::good, std::to_string(number("lag_events")) + " events behind", ""};
}

// What the running server says of its followers.
void check_running(const Ask& ask, std::vector<Check>& checks) {
  try {
    http::Request request;
    request.method = "GET";
    request.path = "/v1/sync";
    const auto status = boost::json::parse(ask(std::move(request)).body);
    for (const auto& follower : status.at("followers").as_array()) {
      checks.push_back(check_reported(follower.as_object()));
    }
  } catch (const std::exception& error) {
    checks.push_back({"followers", State::warning,
                      std::string{"the server does not say: "} + error.what(),
                      "cleave sync status"});
  }
}

}  // namespace

std::vector<Check> examine(const Config& config, const Ask& ask) {
  const fs::path folder{config.settings().data_dir};
  std::vector<Check> checks;
  const auto state = probe(folder);
  if (!state.exists) {
    return {{"data folder", State::failed, folder.string() + " does not exist",
             "cleave serve --data " + folder.string()}};
  }
  checks.push_back({"data folder", State::good, folder.string(), ""});
  checks.push_back(check_room(folder));
  checks.push_back(check_clock());
  checks.push_back(check_cli_key(folder));
  if (state.held) {
    checks.push_back({"server", State::good,
                      "process " + std::to_string(state.pid) + " serves it" +
                          (state.address.empty() ? "" : " at " + state.address) +
                          "; stop it to have schemas and logs checked too",
                      ""});
    check_running(ask, checks);
    return checks;
  }
  const DataFolder held{folder};
  if (!config.settings().database_url.empty()) check_server(config.settings(), checks);
  for (const auto& [module, at] : databases_of(config.settings()).modules) {
    const auto* file = std::get_if<sql::Sqlite>(&at);
    if (file == nullptr || fs::exists(file->path)) {
      check_module(module, at, checks);
    } else {
      checks.push_back({module + " database", State::warning, "does not exist yet",
                        "cleave serve --data " + folder.string()});
    }
  }
  return checks;
}

}  // namespace app
